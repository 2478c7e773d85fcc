"""Cases for Fourier transforms."""
from spec import C, D, F, I, case


def each(op, *argument_lists):
    return [case(op, *a) for a in argument_lists]


CASES = []
CASES += each("fft_fft", (F(4),), (F(5),), (C(4),), (F(4), 6), (F(4), 2), (F(2, 3), None, 0), (D(4),), (I(4),), (F(4), None, -1, "ortho"), (C(4), None, -1, "forward"), (F(4), 0), (F(4), None, 2), (F(4), None, -1, "x"))
CASES += each("fft_ifft", (F(4),), (C(5),), (C(4), None, -1, "ortho"))
CASES += each("fft_rfft", (F(4),), (F(5),), (F(4), 6), (F(3, 2), None, 0), (C(4),), (F(4), None, -1, "ortho")) + each("fft_irfft", (C(3),), (C(3), 5), (C(4), 4), (F(3),)) + each("fft_hfft", (C(3),), (C(3), 5)) + each("fft_ihfft", (F(4),))
CASES += each("fft_fft2", (F(3, 4),), (C(2, 2),)) + each("fft_fftn", (F(3, 4),), (C(2, 3), [2, 2])) + each("fft_ifftn", (C(2, 3),)) + each("fft_ifft2", (C(2, 3),)) + each("fft_rfft2", (F(3, 4),)) + each("fft_rfftn", (F(3, 4), None, [0])) + each("fft_irfft2", (C(3, 3),)) + each("fft_irfftn", (C(3, 3), None, [0, 1]))
CASES += each("fft_fftshift", (F(5),), (F(2, 3),), (F(2, 3), [1])) + each("fft_ifftshift", (F(5),)) + each("fft_fftfreq", (5,), (4, 0.5)) + each("fft_rfftfreq", (5,))
CASES += [case("stft", F(16), 8, return_complex=True), case("stft.center", F(16), 8, return_complex=True), case("stft.center", F(2, 16), 8, 4, 6, F(6), return_complex=True), case("stft.center", F(16), 8, normalized=True, onesided=False, return_complex=True), case("stft.center", F(16), 8, center=False, return_complex=False), case("stft.center", F(16), 8), case("stft.center", F(2, 2, 8), 4, return_complex=True), case("stft.center", F(4), 8, center=False, return_complex=True)]
