// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/look.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>

#include <cmath>

class TstTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { shell::prepareLook(*qApp); }

    void palettes_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << shell::lightPalette();
        QTest::newRow("dark") << shell::darkPalette();
    }

    // Every name in the sheet is filled and every picture exists.
    void sheetIsFilled_data() { palettes_data(); }
    void sheetIsFilled()
    {
        QFETCH(QPalette, palette);
        const QString sheet = shell::styleSheetFor(palette);
        QVERIFY(sheet.size() > 2000);
        QVERIFY2(!sheet.contains(QLatin1Char('@')), qPrintable(sheet.mid(sheet.indexOf(QLatin1Char('@')), 30)));
        static const QRegularExpression picture(QStringLiteral("url\\(([^)]+)\\)"));
        for (auto it = picture.globalMatch(sheet); it.hasNext();) {
            const QString path = it.next().captured(1);
            QVERIFY2(QFile::exists(path), qPrintable(path));
        }
    }

    // WCAG's contrast of text on what it stands on.
    void textIsReadable_data() { palettes_data(); }
    void textIsReadable()
    {
        QFETCH(QPalette, palette);
        const parts::Look look = parts::lookOf(palette);
        for (const QColor &ground : { look.surface, look.window, look.sunken, look.hover })
            QVERIFY(contrast(look.text, ground) > 7);
        for (const QColor &ground : { look.surface, look.window })
            QVERIFY2(contrast(look.muted, ground) > 4.5, qPrintable(QString::number(contrast(look.muted, ground))));
        QVERIFY(contrast(look.text, look.selection) > 7);
        QVERIFY(contrast(look.text, look.seeker) > 7);
        QVERIFY(contrast(look.text, look.supporter) > 7);
        QVERIFY(contrast(look.accentText, look.accent) > 4.5);
        for (const auto tone : { parts::Tone::Accent, parts::Tone::Positive, parts::Tone::Warning, parts::Tone::Negative })
            QVERIFY2(contrast(look.of(tone), look.wash(look.of(tone))) > 4, qPrintable(QString::number(int(tone))));
        for (const QColor &series : look.series)
            QVERIFY(contrast(series, look.surface) > 2.5);
    }

private:
    static double channel(double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }
    static double luminance(const QColor &c) { return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF()); }
    static double contrast(const QColor &a, const QColor &b)
    {
        const double x = luminance(a) + 0.05;
        const double y = luminance(b) + 0.05;
        return std::max(x, y) / std::min(x, y);
    }
};

ATTUNE_TEST(TstTheme)
#include "tst_theme.moc"
