# SPDX-License-Identifier: GPL-3.0-or-later
# Compiler, linker and cache settings that hold for every room.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# One precompiled header serves libraries and programs, so both are compiled with -fPIC alone.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_COMPILE_OPTIONS_PIE "-fPIC")

# Scores and losses must not depend on what the compiler fuses; g++ fuses by itself wherever a function may use FMA.
add_compile_options(-ffp-contract=off)
# -Wrestrict warns falsely about std::string in g++ 12.
add_compile_options(-Wall -Wextra -Wno-restrict -Winvalid-pch -Werror=invalid-pch)

find_program(ATTUNE_CCACHE ccache)
if(ATTUNE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 ${ATTUNE_CCACHE})
endif()
find_program(ATTUNE_MOLD mold)
if(ATTUNE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(ATTUNE_ASAN)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  set(ATTUNE_ENGINE OFF)
endif()
