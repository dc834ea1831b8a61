// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "ui/parts/icons.h"

#include <regex>
#include <set>

namespace fs = std::filesystem;

class TstIcons : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { parts::installIconTheme(false); }

    // Every icon name in the sources has a drawing, and it paints something.
    void everyNameHasADrawing()
    {
        const std::set<std::string> names = namesInSources();
        QVERIFY(names.size() > 20);
        for (const std::string &name : names) {
            const QString icon = QString::fromStdString(name);
            QVERIFY2(parts::hasIcon(icon), name.c_str());
            for (const int size : { 16, 22 })
                QVERIFY2(!isBlank(parts::icon(icon).pixmap(size, size)), name.c_str());
        }
    }

    void unknownNamesAreNeverNull()
    {
        const QIcon icon = parts::icon("no-such-icon-anywhere");
        QVERIFY(!icon.isNull());
        QVERIFY(!isBlank(icon.pixmap(16, 16)));
    }

    void toneColorsTheShape()
    {
        const QImage image = parts::icon("document-import", parts::Tone::Negative).pixmap(22, 22).toImage();
        const QColor wanted = parts::currentLook().negative;
        bool found = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found = found || image.pixelColor(x, y) == wanted;
        }
        QVERIFY(found);
    }

private:
    static std::set<std::string> namesInSources()
    {
        // Any text literal that looks like an icon's name (words joined by dashes) right after a known call, a tr() call,
        // a return or a condition. moc cannot read raw strings, hence the escapes.
        static const std::string name = "\"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\"";
        static const std::regex calls("(?:icon|iconButton|EmptyPage|add)\\(\\s*" + name);
        static const std::regex later("\\)\\s*,\\s*" + name + "\\s*[,})]");
        static const std::regex returned("(?:return|[?:]) " + name);
        std::set<std::string> names;
        for (const auto &entry : fs::recursive_directory_iterator(fs::path(ATTUNE_SOURCE_DIR) / "ui")) {
            if (entry.path().extension() != ".cpp")
                continue;
            const std::string text = base::readFile(entry.path());
            for (const std::regex &pattern : { calls, later, returned }) {
                for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
                    names.insert((*it)[1]);
            }
        }
        return names;
    }

    static bool isBlank(const QPixmap &pixmap)
    {
        const QImage image = pixmap.toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > 40)
                    return false;
            }
        }
        return true;
    }
};

ATTUNE_TEST(TstIcons)
#include "tst_icons.moc"
