// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the window: English in the sources, translations in :/i18n.
#pragma once

#include "ui/parts/setting.h"

#include <QLocale>
#include <QString>

namespace shell {

// "system", "en", "zh_CN"
extern const parts::Setting<QString> kLanguage;

// Installs the translators and sets the default locale (formats of numbers and dates). Windows made afterwards speak it.
void applyLanguage(const QString &choice);

// What a choice means here: the system's language when we have it, else English.
QLocale localeOf(const QString &choice);

} // namespace shell
