# SPDX-License-Identifier: GPL-3.0-or-later
# <torch/torch.h> costs half a minute a file; it is compiled once here and shared by the rooms and tests that say TORCH.
function(attune_use_torch_pch target)
  if(NOT TARGET attune_torch_pch)
    file(WRITE ${CMAKE_BINARY_DIR}/pch/torch_pch.cpp "// holds the torch precompiled header\n")
    add_library(attune_torch_pch OBJECT ${CMAKE_BINARY_DIR}/pch/torch_pch.cpp)
    target_link_libraries(attune_torch_pch PRIVATE LibTorch::cpu)
    target_precompile_headers(attune_torch_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/torch_pch.h)
  endif()
  target_precompile_headers(${target} REUSE_FROM attune_torch_pch)
endfunction()
