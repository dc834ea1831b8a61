// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people type them: with a point or a comma, in a window of any language, and never taken for another number.
#include "harness/test_case.h"
#include "ui/parts/form_fields.h"
#include "ui/parts/number_edit.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QToolTip>

#include <memory>

class TstNumberFields : public QObject
{
    Q_OBJECT

    // Every key for itself, as a person does it, and then the next field.
    static void type(QWidget &field, const QString &text)
    {
        field.show();
        field.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&field));
        field.setFocus();
        auto *edit = qobject_cast<QLineEdit *>(&field);
        (edit ? edit : field.findChild<QLineEdit *>())->selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }

    static void addLocales()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("value");
    }
    static void addRows(const char *typed, double value)
    {
        for (const char *locale : { "en_US", "de_DE", "fr_FR", "de_CH", "zh_CN", "ar_EG" })
            QTest::addRow("%s in %s", typed, locale) << QString::fromLatin1(locale) << QString::fromUtf8(typed) << value;
    }

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }

    void fractions_data()
    {
        addLocales();
        addRows("1.5", 1.5);
        addRows("1,5", 1.5);
        addRows("0.25", 0.25);
        addRows(",5", 0.5);
        addRows("1500", 1500);
        addRows("1,000", 1);
    }
    void fractions()
    {
        QFETCH(const QString, locale);
        QFETCH(const QString, typed);
        QFETCH(const double, value);
        QLocale::setDefault(QLocale(locale));
        const std::unique_ptr<QDoubleSpinBox> box(parts::fractionBox(0, 10000, 1));
        type(*box, typed);
        QCOMPARE(box->value(), value);
        QCOMPARE(box->text(), QString::number(value, 'f', 2));
    }

    void orders_data()
    {
        addLocales();
        addRows("0,0002", 2e-4);
        addRows("3e-4", 3e-4);
        addRows("1.5", 1.5);
    }
    void orders()
    {
        QFETCH(const QString, locale);
        QFETCH(const QString, typed);
        QFETCH(const double, value);
        QLocale::setDefault(QLocale(locale));
        parts::NumberEdit edit(1);
        type(edit, typed);
        QCOMPARE(edit.number().value_or(-1), value);
    }

    void wholeNumbers_data()
    {
        addLocales();
        addRows("12", 12);
        addRows("100000", 100000);
        addRows("1.5", 7); // as before
        addRows("1,5", 7);
        addRows("1,000", 7);
        addRows("1.000", 7);
    }
    void wholeNumbers()
    {
        QFETCH(const QString, locale);
        QFETCH(const QString, typed);
        QFETCH(const double, value);
        QLocale::setDefault(QLocale(locale));
        const std::unique_ptr<QSpinBox> box(parts::wholeBox(0, 1'000'000));
        box->setValue(7);
        QToolTip::hideText();
        type(*box, typed);
        QCOMPARE(box->value(), int(value));
        QCOMPARE(box->text(), QString::number(int(value)));
        if (value == 7)
            QTRY_VERIFY(QToolTip::text().contains(typed)); // and it is said
    }

    void wordsStandForAValue()
    {
        const std::unique_ptr<QSpinBox> box(parts::wholeBox(0, 100));
        box->setSpecialValueText(QStringLiteral("all, as ever."));
        QCOMPARE(box->text(), QStringLiteral("all, as ever."));
        type(*box, QStringLiteral("5"));
        QCOMPARE(box->value(), 5);
    }
};

ATTUNE_TEST(TstNumberFields)
#include "tst_number_fields.moc"
