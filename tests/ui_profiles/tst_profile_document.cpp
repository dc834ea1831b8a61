// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/profiles/profile_document.h"

#include <QApplication>

ATTUNE_GUI_TESTS

using profiles::ProfileDocument;

namespace {
dialogue::Profile lena()
{
    return { "p", { { "Name", "Lena" }, { "Age", 29 }, { "situation", "Was laid off." }, { "Pet", "a cat" } } };
}
} // namespace

class TstProfileDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void typingIsOneStep()
    {
        ProfileDocument document;
        document.open(lena());
        for (const char *text : { "L", "Li", "Lis", "Lisa" })
            document.setField("Name", QString::fromLatin1(text));
        QCOMPARE(document.undoStack().count(), 1);
        document.endStep();
        document.setField("Name", QStringLiteral("Lisa B."));
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(document.profile().text("Name"), std::string("Lisa"));
        document.undoStack().undo();
        QVERIFY(document.profile() == lena());
    }

    void numbersStayNumbers()
    {
        ProfileDocument document;
        document.open(lena());
        document.setField("Age", QStringLiteral("30"));
        QVERIFY(document.profile().find("Age")->value.is_number_integer());
        document.setField("Age", QStringLiteral("about 30"));
        QVERIFY(document.profile().find("Age")->value.is_string());
    }

    // An absent field appears at its place in the order of the files; an emptied one goes.
    void absentFieldsFindTheirPlace()
    {
        ProfileDocument document;
        document.open(lena());
        document.setField("Occupation", QStringLiteral("Clerk"));
        std::vector<std::string> names;
        for (const auto &field : document.profile().fields)
            names.push_back(field.name);
        QCOMPARE(names, (std::vector<std::string> { "Name", "Age", "Occupation", "situation", "Pet" }));
        document.endStep();
        document.setField("Occupation", QString());
        QVERIFY(!document.profile().find("Occupation"));
        document.undoStack().undo();
        QCOMPARE(document.profile().text("Occupation"), std::string("Clerk"));
    }

    void freeFields()
    {
        ProfileDocument document;
        document.open(lena());
        QVERIFY(document.addField(QStringLiteral("Faith")));
        QVERIFY(!document.addField(QStringLiteral("Faith")));
        QVERIFY(!document.addField(QStringLiteral("Hobby"))); // one of the eleven
        QVERIFY(!document.addField(QStringLiteral("  ")));
        QVERIFY(document.renameField("Pet", QStringLiteral("Animal")));
        QCOMPARE(document.profile().text("Animal"), std::string("a cat"));
        QVERIFY(!document.renameField("Animal", QStringLiteral("Name")));
        document.removeField("Animal");
        QVERIFY(!document.profile().find("Animal"));
        while (document.undoStack().canUndo())
            document.undoStack().undo();
        QVERIFY(document.profile() == lena());
    }
};

ATTUNE_TEST(TstProfileDocument)
#include "tst_profile_document.moc"
