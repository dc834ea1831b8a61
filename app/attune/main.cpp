// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/verbs.h"

int main(int argc, char **argv) { return verbs::runAttune(argc, argv); }
