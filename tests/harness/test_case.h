// SPDX-License-Identifier: GPL-3.0-or-later
// A test file holds one QObject with test slots and ends with
//     ATTUNE_TEST(TstSomething)
//     #include "tst_something.moc"
// Its name in ctest is <folder>.<file>; `test_<folder> --only tst_something [Qt Test arguments]` runs it alone.
#pragma once

#include <QtTest>

#include <filesystem>
#include <functional>
#include <string>

namespace harness {

using Factory = std::function<QObject *()>;
bool registerTest(const char *sourceFile, Factory factory);

// Programs with widgets name their application once: ATTUNE_GUI_TESTS in one of their files.
using ApplicationFactory = std::function<QCoreApplication *(int &, char **)>;
bool registerApplication(ApplicationFactory factory);

// `../shared/data` beside the checkout, or empty where it is absent. Tests then say
//     QSKIP("skipped: real data not present").
std::filesystem::path realData();

// tests/golden
std::filesystem::path golden(const std::string &name);

// Whether UPDATE_GOLDEN=1 asks the test to rewrite its golden files.
bool updateGolden();

} // namespace harness

#define ATTUNE_TEST(Class) \
    static const bool registered##Class = harness::registerTest(__FILE__, [] { return new Class; });

#define ATTUNE_GUI_TESTS ATTUNE_TESTS_IN(QApplication)

#define ATTUNE_TESTS_IN(Application) \
    static const bool registeredApplication \
        = harness::registerApplication([](int &argc, char **argv) { return new Application(argc, argv); });
