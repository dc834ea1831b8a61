// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/wheel_guard.h"

#include <QApplication>
#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QWheelEvent>

class TstWheelGuard : public QObject
{
    Q_OBJECT

    // Whether the field kept it from the page.
    static bool turn(QWidget &field)
    {
        const QPointF middle = QRectF(field.rect()).center();
        QWheelEvent event(middle, field.mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        event.setAccepted(true);
        QCoreApplication::sendEvent(&field, &event);
        return event.isAccepted();
    }

private Q_SLOTS:
    // The page scrolls, the fields below the pointer stay as they are and take no focus; the one that has it still turns.
    void scrollingChangesNothing()
    {
        const parts::WheelGuard guard(*qApp);
        QWidget page;
        auto *layout = new QVBoxLayout(&page);
        auto *number = new QSpinBox;
        number->setRange(0, 100);
        number->setValue(50);
        auto *choice = new QComboBox;
        choice->addItems({ QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") });
        choice->setCurrentIndex(1);
        auto *slider = new QSlider(Qt::Horizontal);
        slider->setValue(50);
        auto *other = new QSpinBox;
        for (QWidget *widget : std::initializer_list<QWidget *> { other, number, choice, slider })
            layout->addWidget(widget);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        other->setFocus();
        for (QWidget *field : std::initializer_list<QWidget *> { number, choice, slider }) {
            QVERIFY2(!turn(*field), field->metaObject()->className());
            QVERIFY2(field->focusPolicy() != Qt::WheelFocus, field->metaObject()->className());
        }
        QCOMPARE(number->value(), 50);
        QCOMPARE(choice->currentIndex(), 1);
        QCOMPARE(slider->value(), 50);
        number->setFocus();
        QVERIFY(turn(*number));
        QCOMPARE(number->value(), 49);
    }
};

ATTUNE_TEST(TstWheelGuard)
#include "tst_wheel_guard.moc"
