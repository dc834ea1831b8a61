// SPDX-License-Identifier: GPL-3.0-or-later
// What libtorch throws in words, told as facts.
#include "engine_verbs/thrown.h"
#include "harness/test_case.h"

#include <new>
#include <stdexcept>

using base::ErrorKind;

class TstThrown : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memoryIsToldFromFaults_data()
    {
        QTest::addColumn<QByteArray>("words"); // empty: bad_alloc
        QTest::addColumn<bool>("memory");
        QTest::newRow("bad_alloc") << QByteArray() << true;
        QTest::newRow("processor") << QByteArray("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: "
                                                 "you tried to allocate 1073741824 bytes. Error code 12\nframe #0")
                                   << true;
        QTest::newRow("device") << QByteArray("CUDA out of memory. Tried to allocate 2.00 GiB\nframe #0") << true;
        QTest::newRow("another") << QByteArray("mat1 and mat2 shapes cannot be multiplied\nframe #0") << false;
    }
    void memoryIsToldFromFaults()
    {
        QFETCH(QByteArray, words);
        QFETCH(bool, memory);
        const std::bad_alloc badAlloc;
        const std::runtime_error inWords(words.toStdString());
        const base::Error error
            = verbs::errorFromThrown(words.isEmpty() ? static_cast<const std::exception &>(badAlloc) : inWords, "the chat", "Wait.");
        QCOMPARE(error.kind, memory ? ErrorKind::OutOfMemory : ErrorKind::Internal);
        QCOMPARE(error.subject, std::string("the chat"));
        QCOMPARE(QByteArray::fromStdString(error.param("reason")), words.left(words.indexOf('\n')));
        QCOMPARE(error.param("remedy"), std::string(memory ? "Wait." : ""));
    }
};

ATTUNE_TEST(TstThrown)
#include "tst_thrown.moc"
