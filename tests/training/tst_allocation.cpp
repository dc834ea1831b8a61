// SPDX-License-Identifier: GPL-3.0-or-later
// What a program of ours that has libtorch and sentencepiece does when memory is not there.
#include "harness/test_case.h"

#include <c10/util/Flags.h>
#include <torch/torch.h>

#include <dlfcn.h>

C10_DECLARE_bool(caffe2_use_fatal_for_enforce);

class TstAllocation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // A flag of sentencepiece's once lay over it.
    void theFlagsOfC10AreItsOwn()
    {
        QVERIFY(::dlopen("libsentencepiece.so.0", RTLD_LAZY | RTLD_NOLOAD));
        QVERIFY(!FLAGS_caffe2_use_fatal_for_enforce);
    }
    void whatCannotBeAllocatedIsThrown()
    {
        std::string told;
        try {
            torch::empty({ int64_t(1) << 58 }, torch::kByte);
        } catch (const std::exception &error) {
            told = error.what();
        }
        QVERIFY2(told.find("can't allocate memory") != std::string::npos, told.c_str());
    }
};

ATTUNE_TEST(TstAllocation)
#include "tst_allocation.moc"
