// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace shell {

const parts::Setting<QString> kLanguage { parts::Drawer::Preferences, "shell/language", QStringLiteral("system") };

QLocale localeOf(const QString &choice)
{
    if (choice == QLatin1String("system")) {
        const QLocale system = QLocale::system();
        return system.language() == QLocale::Chinese ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(QLocale::English, system.territory());
    }
    return QLocale(choice);
}

void applyLanguage(const QString &choice)
{
    auto *application = QCoreApplication::instance();
    for (QTranslator *old : application->findChildren<QTranslator *>(QStringLiteral("attune"), Qt::FindDirectChildrenOnly)) {
        QCoreApplication::removeTranslator(old);
        delete old;
    }
    const QLocale locale = localeOf(choice);
    QLocale::setDefault(locale);
    const auto install = [&](const QString &name, const QString &folder) {
        auto *translator = new QTranslator(application);
        translator->setObjectName(QStringLiteral("attune"));
        if (translator->load(locale, name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    // Qt's own dialogues first: ours win where both know a text.
    if (locale.language() != QLocale::English)
        install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("attune"), QStringLiteral(":/i18n"));
}

} // namespace shell
