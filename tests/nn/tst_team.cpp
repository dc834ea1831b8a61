// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "nn/kernels/team.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>

using nn::kernels::forEachPiece;

class TstTeam : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPieceIsDoneOnce_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : { 1, 2, 5 })
            QTest::newRow(std::to_string(threads).c_str()) << threads;
    }
    void everyPieceIsDoneOnce()
    {
        QFETCH(int, threads);
        at::set_num_threads(threads);
        for (int round = 0; round < 3000; ++round) {
            const int pieces = round % 40;
            std::vector<std::atomic<int>> done(size_t(pieces) + 1);
            forEachPiece(pieces, [&](int64_t i) { ++done[size_t(i)]; });
            for (int i = 0; i < pieces; ++i)
                QCOMPARE(done[size_t(i)].load(), 1);
            if (round % 500 == 0) // long enough for the helpers to fall asleep
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    // An exception in a helper would end the process; one of the caller must not leave helpers without what they read.
    void whatAPieceThrowsTravelsOut_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("thrower"); // the piece; -1: every one
        for (const int threads : { 1, 2, 5 }) {
            for (const int thrower : { 0, 7, 39, -1 })
                QTest::newRow(qPrintable(QStringLiteral("%1 threads, piece %2").arg(threads).arg(thrower))) << threads << thrower;
        }
    }
    void whatAPieceThrowsTravelsOut()
    {
        QFETCH(int, threads);
        QFETCH(int, thrower);
        at::set_num_threads(threads);
        for (int round = 0; round < 200; ++round) {
            std::vector<std::atomic<int>> done(40);
            bool thrown = false;
            try {
                forEachPiece(40, [&](int64_t i) {
                    if (thrower < 0 || i == thrower)
                        throw std::runtime_error("no memory");
                    ++done[size_t(i)];
                });
            } catch (const std::runtime_error &error) {
                thrown = std::string(error.what()) == "no memory";
            }
            QVERIFY(thrown);
            for (const auto &count : done)
                QVERIFY(count.load() <= 1);
            // The team is whole afterwards.
            std::atomic<int> sum = 0;
            forEachPiece(40, [&](int64_t) { ++sum; });
            QCOMPARE(sum.load(), 40);
        }
    }
    void resultsAreSeenByTheCaller()
    {
        at::set_num_threads(3);
        std::vector<int64_t> plain(64); // not atomic: the return must order the writes
        for (int round = 0; round < 2000; ++round) {
            forEachPiece(64, [&](int64_t i) { plain[size_t(i)] = i + round; });
            QCOMPARE(std::accumulate(plain.begin(), plain.end(), int64_t(0)), int64_t(63 * 32 + 64 * round));
        }
    }
    void twoCallersAtOnce()
    {
        at::set_num_threads(2);
        const auto work = [](int64_t &sum) {
            for (int round = 0; round < 500; ++round) {
                std::atomic<int64_t> part = 0;
                forEachPiece(10, [&](int64_t i) { part += i; });
                sum += part;
            }
        };
        int64_t a = 0, b = 0;
        std::thread other([&] {
            at::set_num_threads(2);
            work(b);
        });
        work(a);
        other.join();
        QCOMPARE(a, int64_t(45 * 500));
        QCOMPARE(b, a);
    }
    void cleanupTestCase() { at::set_num_threads(2); }
};

ATTUNE_TEST(TstTeam)
#include "tst_team.moc"
