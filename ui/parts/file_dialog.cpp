// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/file_dialog.h"

#include "base/data_dir.h"
#include "ui/parts/text_format.h"

#include <QAbstractFileIconProvider>
#include <QApplication>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStyle>

namespace parts {

namespace {

// Asked from the model's own thread: everything is made before.
class FileIcons : public QAbstractFileIconProvider
{
public:
    QIcon icon(IconType type) const override
    {
        switch (type) {
        case Computer:
            return m_computer;
        case Drive:
            return m_drive;
        case Desktop:
        case Trashcan:
        case Network:
        case Folder:
            return m_folder;
        case File:
            break;
        }
        return m_file;
    }
    QIcon icon(const QFileInfo &info) const override { return info.isDir() ? m_folder : m_file; }
    QString type(const QFileInfo &info) const override
    {
        if (info.isDir())
            return m_folderWord;
        const QString suffix = info.suffix();
        return suffix.isEmpty() ? m_fileWord : m_suffixWord.arg(suffix);
    }

private:
    static QIcon standard(QStyle::StandardPixmap pixmap) { return QApplication::style()->standardIcon(pixmap); }

    QIcon m_computer = standard(QStyle::SP_ComputerIcon);
    QIcon m_drive = standard(QStyle::SP_DriveHDIcon);
    QIcon m_folder = standard(QStyle::SP_DirIcon);
    QIcon m_file = standard(QStyle::SP_FileIcon);
    QString m_folderWord = QCoreApplication::translate("parts::FileDialog", "Folder");
    QString m_fileWord = QCoreApplication::translate("parts::FileDialog", "File");
    QString m_suffixWord = QCoreApplication::translate("parts::FileDialog", "%1 file");
};

// One without anybody's work.
QString firstFolder()
{
    const QString own = fromUtf8(base::dataDir().string());
    return QDir(own).exists() ? own : QDir::rootPath();
}

// A base, so that the icons outlive the dialog's thread.
struct HasIcons
{
    FileIcons icons;
};

class FileDialog : private HasIcons, public QFileDialog
{
public:
    // Made in a folder of our own: the first one is listed before an icon provider can be given.
    FileDialog(QWidget *parent, const QString &title)
        : QFileDialog(parent, title, firstFolder())
    {
        setOption(DontUseNativeDialog);
        setOption(DontUseCustomDirectoryIcons);
        setIconProvider(&icons);
        setAttribute(Qt::WA_DeleteOnClose);
        setDirectory(QDir::homePath());
    }
};

} // namespace

QFileDialog *newFileDialog(QWidget *parent, const QString &title) { return new FileDialog(parent, title); }

} // namespace parts
