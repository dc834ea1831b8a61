// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/prompts/dataset_view.h"
#include "ui/prompts/token_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QImage>
#include <QScrollBar>

using namespace prompts;

namespace {

// A header, a seeker's text, a supporter's text with loss, `count` tokens each.
text::DialogueInspection inspection(size_t count)
{
    text::DialogueInspection made;
    const auto add = [&](text::SpanKind kind, int turn, size_t tokens, bool loss, const char *text) {
        const size_t begin = made.tokens.size();
        for (size_t i = 0; i < tokens; ++i) {
            text::InspectedToken token;
            token.id = text::TokenId(1000 + made.tokens.size());
            token.text = text;
            token.loss = loss;
            token.span = uint32_t(made.rendered.spans.size());
            made.tokens.push_back(token);
            made.rendered.ids.push_back(token.id);
            made.rendered.loss_mask.push_back(loss);
        }
        made.rendered.spans.push_back({ kind, turn, turn, begin, made.tokens.size() });
    };
    add(text::SpanKind::Header, 0, 1, false, "<|im_start|>");
    add(text::SpanKind::Seeker, 0, count, false, " hello");
    add(text::SpanKind::Newline, 0, 1, false, "\n");
    add(text::SpanKind::Header, 1, 1, false, "<|im_start|>");
    add(text::SpanKind::Supporter, 1, count, true, "你好");
    return made;
}

} // namespace

class TstTokenView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyTokenCanBeReached()
    {
        TokenView view;
        view.resize(300, 400);
        view.show();
        view.setInspection(inspection(40));
        QCOMPARE(view.count(), 83);
        for (int token = 0; token < view.count(); ++token)
            view.setCurrentToken(token);
        QCOMPARE(view.currentToken(), 82);
        // Every token has a place of its own that can be pointed at.
        QSet<int> found;
        for (int y = -view.verticalScrollBar()->value(); y < 2000; y += 4) {
            for (int x = 0; x < view.viewport()->width(); x += 4)
                found.insert(view.tokenAt(QPoint(x, y)));
        }
        found.remove(-1);
        QCOMPARE(found.size(), 83);
    }
    void aTokenIsDescribed()
    {
        TokenView view;
        view.setInspection(inspection(2));
        QCOMPARE(view.describe(1), QStringLiteral("Token 2 · id 1001 · “ hello” · seeker, turn 1 · no loss"));
        QVERIFY(view.describe(5).contains(QStringLiteral("supporter, turn 2 · carries loss")));
        QCOMPARE(view.describe(99), QString());
        QCOMPARE(tokenFace(" a\n\tb"), QStringLiteral("·a↵⇥b"));
    }
    void arrowsWalk()
    {
        TokenView view;
        view.resize(300, 200);
        view.setInspection(inspection(3));
        QSignalSpy changed(&view, &TokenView::tokenChanged);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 1);
        QTest::keyClick(&view, Qt::Key_End);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), view.count() - 1);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("carries loss")));
        QCOMPARE(changed.count(), 4);
    }
    void lossIsSeen()
    {
        TokenView view;
        view.resize(300, 300);
        view.setInspection(inspection(4));
        const auto fill = [&](int token) {
            const QImage image = view.viewport()->grab().toImage();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (view.tokenAt(QPoint(x, y)) == token)
                        return image.pixelColor(x + 3, y + 1);
                }
            }
            return QColor();
        };
        QVERIFY(fill(1) != fill(7)); // seeker's, supporter's; both of odd number
        QVERIFY(fill(7).isValid());
    }
    void emptyAndNarrowDoNoHarm()
    {
        TokenView view;
        view.resize(10, 10);
        view.show();
        view.setInspection(inspection(50));
        view.clear();
        QCOMPARE(view.count(), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentToken(), -1);
    }
    // While someone types, the place that is looked at stays.
    void aLongChatStaysWhereItIsRead()
    {
        TokenView view;
        view.resize(500, 500);
        view.show();
        const text::DialogueInspection chat = inspection(2000);
        view.setInspection(chat);
        QCOMPARE(view.count(), int(chat.tokens.size()));
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        const int place = view.verticalScrollBar()->value();
        const int token = view.tokenAt({ 20, 250 });
        QVERIFY(place > 0 && token > 0);
        view.setInspection(chat);
        QCOMPARE(view.verticalScrollBar()->value(), place);
        QCOMPARE(view.tokenAt({ 20, 250 }), token);
    }
    void datasetModel()
    {
        DatasetView view;
        QAbstractItemModelTester tester(&view.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        text::DatasetInspection inspection;
        inspection.dialogues = 3;
        inspection.tokens = 1000;
        inspection.loss_tokens = 440;
        text::DialogueCount row;
        row.dialogue_id = "a";
        row.tokens = 900;
        row.kept = 500;
        inspection.longest = { row };
        row.problem = "empty";
        inspection.troubled = { row };
        view.showInspection(inspection);
        QCOMPARE(view.model().rowCount(), 1); // named once although it stands in both lists
        QCOMPARE(view.model().data(view.model().index(0, 1), parts::SortRole).toULongLong(), 900ull);
        view.showNothing(QStringLiteral("why"));
        QCOMPARE(view.model().rowCount(), 0);
    }
};

ATTUNE_TEST(TstTokenView)
#include "tst_token_view.moc"
