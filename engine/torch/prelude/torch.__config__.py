"""How PyTorch was built: the wheels for Linux, without what depends on the machine."""
_FLAGS = "BLAS_INFO=mkl, BUILD_TYPE=Release, LAPACK_INFO=mkl, USE_CUDA=0, USE_CUDNN=OFF, USE_EIGEN_SPARSE=OFF, USE_GLOO=ON, USE_MKL=ON, USE_MKLDNN=1, USE_MPI=OFF, USE_NCCL=OFF, USE_NNPACK=ON, USE_OPENMP=ON, USE_ROCM=OFF, USE_XPU=OFF"


def show():
    return "PyTorch built with:\n  - OpenMP\n  - LAPACK is enabled (usually provided by MKL)\n  - NNPACK is enabled\n  - Build settings: " + _FLAGS + ", \n"


def parallel_info():
    return __import__("_rest").unknown_value("the number of threads")


def _cxx_flags():
    return __import__("_rest").unknown_value("the compiler's flags")
