# SPDX-License-Identifier: GPL-3.0-or-later
# libtorch from the unpacked PyPI wheel, with pip's folder layout: <site>/torch beside <site>/nvidia.
# Upstream's own package file is not used: with a CUDA wheel it demands a CUDA toolkit to configure.
#
# Input:   ATTUNE_TORCH_DIR (cache variable or environment): the `torch` folder of an unpacked wheel.
#          Default: the cache that packaging/fetch.sh fills.
# Targets: LibTorch::c10, LibTorch::cpu. CUDA is loaded at run time by the worker, never linked.
# Result:  LibTorch_DIR_FOUND, LibTorch_VERSION.

if(NOT ATTUNE_TORCH_DIR)
  if(DEFINED ENV{ATTUNE_TORCH_DIR})
    set(ATTUNE_TORCH_DIR $ENV{ATTUNE_TORCH_DIR})
  else()
    if(DEFINED ENV{ATTUNE_CACHE})
      set(_attune_cache $ENV{ATTUNE_CACHE})
    elseif(DEFINED ENV{XDG_CACHE_HOME})
      set(_attune_cache $ENV{XDG_CACHE_HOME}/attune)
    else()
      set(_attune_cache $ENV{HOME}/.cache/attune)
    endif()
    set(ATTUNE_TORCH_DIR ${_attune_cache}/wheels/torch)
  endif()
endif()
set(ATTUNE_TORCH_DIR ${ATTUNE_TORCH_DIR} CACHE PATH "The torch folder of an unpacked PyPI wheel")

if(EXISTS ${ATTUNE_TORCH_DIR}/version.py)
  file(STRINGS ${ATTUNE_TORCH_DIR}/version.py _line REGEX "^__version__ = ")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" LibTorch_VERSION "${_line}")
endif()
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS ${ATTUNE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS ${ATTUNE_TORCH_DIR}/lib NO_DEFAULT_PATH)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY
  VERSION_VAR LibTorch_VERSION
  HANDLE_VERSION_RANGE
  REASON_FAILURE_MESSAGE "Run packaging/fetch.sh, or set ATTUNE_TORCH_DIR to the torch folder of an unpacked wheel of exactly this version.")

if(LibTorch_FOUND AND NOT TARGET LibTorch::cpu)
  cmake_path(GET ATTUNE_TORCH_DIR PARENT_PATH _site)
  add_library(LibTorch::c10 SHARED IMPORTED)
  set_target_properties(LibTorch::c10 PROPERTIES
    IMPORTED_LOCATION ${LibTorch_C10_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES "${ATTUNE_TORCH_DIR}/include;${ATTUNE_TORCH_DIR}/include/torch/csrc/api/include"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ATTUNE_TORCH_DIR}/include;${ATTUNE_TORCH_DIR}/include/torch/csrc/api/include")
  add_library(LibTorch::cpu SHARED IMPORTED)
  # libtorch_cpu finds libcudart and libcupti through its own RPATH at run time; the linker must be told.
  set_target_properties(LibTorch::cpu PROPERTIES
    IMPORTED_LOCATION ${LibTorch_CPU_LIBRARY}
    INTERFACE_LINK_LIBRARIES LibTorch::c10
    # No -fopenmp: libtorch brings its own OpenMP runtime, and our sources share work by nn/kernels/team. So at::parallel_for,
    # which is compiled into its caller, would run on one thread in them.
    INTERFACE_LINK_OPTIONS "-Wl,-rpath-link,${_site}/nvidia/cu13/lib;-Wl,--allow-shlib-undefined")
endif()
