// SPDX-License-Identifier: GPL-3.0-or-later
// News and forms: one page's fault keeps no other from its news, and what was typed is there when a form is drawn anew.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/parts/exact_text.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/page.h"
#include "ui/parts/typed_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace {

class Listener : public parts::Page
{
public:
    Listener(parts::Desk &desk, bool throws)
        : Page(desk)
    {
        hear(desk.workspace(), &workspace::Workspace::dialoguesChanged, [this, throws] {
            ++heard;
            if (throws)
                throw std::runtime_error("a damaged row");
        });
    }
    int heard = 0;
};

struct Form : QWidget
{
    explicit Form(const QString &first, const QString &second)
    {
        auto *box = new QVBoxLayout(this);
        combo = new QComboBox;
        combo->addItem(first, 1);
        combo->addItem(second, 2);
        for (QWidget *field : std::initializer_list<QWidget *> { combo, name = new QLineEdit, number = new parts::NumberEdit(1),
                 spin = new QDoubleSpinBox, check = new QCheckBox })
            box->addWidget(field);
    }
    QComboBox *combo = nullptr;
    QLineEdit *name = nullptr;
    parts::NumberEdit *number = nullptr;
    QDoubleSpinBox *spin = nullptr;
    QCheckBox *check = nullptr;
};

} // namespace

class TstPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPageThatThrowsKeepsNoNewsFromOthers()
    {
        fakes::FakeDesk desk;
        Listener before(desk, false), bad(desk, true), after(desk, false);
        QSignalSpy failed(&bad, &parts::Page::failed);
        Q_EMIT desk.workspace()->dialoguesChanged();
        QCOMPARE(before.heard + bad.heard + after.heard, 3);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("a damaged row")));
    }

    void whatWasTypedComesBack()
    {
        fakes::FakeDesk desk;
        {
            Form form(QStringLiteral("one"), QStringLiteral("two"));
            form.combo->setCurrentIndex(1);
            form.name->setText(QStringLiteral("my run"));
            form.number->setText(QStringLiteral("3e-")); // half-typed
            form.spin->setValue(1.5);
            form.check->setChecked(true);
            parts::TypedFields::keep(desk, "train", form, QStringLiteral("watched"));
        }
        Form anew(QStringLiteral("一"), QStringLiteral("二"));
        QSignalSpy edited(anew.name, &QLineEdit::textEdited);
        QCOMPARE(parts::TypedFields::giveBack(desk, "train", anew), QStringLiteral("watched"));
        QCOMPARE(anew.combo->currentData().toInt(), 2);
        QCOMPARE(anew.name->text(), QStringLiteral("my run"));
        QCOMPARE(anew.number->text(), QStringLiteral("3e-"));
        QCOMPARE(anew.spin->value(), 1.5);
        QVERIFY(anew.check->isChecked());
        QCOMPARE(edited.size(), 1);
        QVERIFY(parts::TypedFields::giveBack(desk, "evaluate", anew).isNull()); // nothing was kept
    }
    void whatWasTypedComesBackToTheByte()
    {
        const QString odd = QStringLiteral("10\u00a0km\u2028later\nlast");
        QWidget form, anew;
        auto *edit = new QPlainTextEdit(odd, &form);
        auto *again = new QPlainTextEdit(&anew);
        parts::TypedFields::write(anew, parts::TypedFields::read(form));
        QCOMPARE(parts::plainText(*again->document()), parts::plainText(*edit->document()));
        QCOMPARE(parts::plainText(*again->document()), odd);
    }
};

ATTUNE_TEST(TstPage)
#include "tst_page.moc"
