/** Made by generate-refusals.py from PyTorch 2.13.0: operator, refused classes of element types, error. */
export const REFUSALS = `_aminmax|c|NotImplementedError:"aminmax_cpu" not implemented for '$'
_aminmax.dim|c|NotImplementedError:"aminmax_cpu" not implemented for '$'
_logcumsumexp|bi|NotImplementedError:"logcumsumexp_out_cpu" not implemented for '$'
_pdist_forward|bihc|NotImplementedError:"pdist" not implemented for '$'
_sample_dirichlet|bihc|NotImplementedError:"dirichlet" not implemented for '$'
_standard_gamma|bihc|NotImplementedError:"gamma_cpu" not implemented for '$'
_unique|c|NotImplementedError:"unique" not implemented for '$'
_unique2|c|NotImplementedError:"unique" not implemented for '$'
abs|b|NotImplementedError:"abs_cpu" not implemented for '$'
amax|c|NotImplementedError:"max_values_cpu" not implemented for '$'
amin|c|NotImplementedError:"min_values_cpu" not implemented for '$'
aminmax|c|NotImplementedError:"aminmax_cpu" not implemented for '$'
argmax|b|RuntimeError:argmax(): does not support bool input
argmax|c|RuntimeError:argmax(): does not support complex input
argmin|b|RuntimeError:argmin(): does not support bool input
argmin|c|RuntimeError:argmin(): does not support complex input
bernoulli|bi|NotImplementedError:"bernoulli_tensor_cpu_p_" not implemented for '$'
bernoulli|c|NotImplementedError:"bernoulli_tensor_cpu_self_" not implemented for '$'
bernoulli.p|c|NotImplementedError:"bernoulli_scalar_cpu_" not implemented for '$'
ceil|b|NotImplementedError:"ceil_vml_cpu" not implemented for '$'
ceil|c|NotImplementedError:ceil is not supported for complex inputs
celu|bic|NotImplementedError:"elu_cpu" not implemented for '$'
clamp_max|c|NotImplementedError:clamp is not supported for complex types
clamp_min|c|NotImplementedError:clamp is not supported for complex types
copysign.Scalar|c|NotImplementedError:"copysign_cpu" not implemented for '$'
cummax|c|NotImplementedError:"cummax_cpu" not implemented for '$'
cummin|c|NotImplementedError:"cummin_cpu" not implemented for '$'
deg2rad|c|RuntimeError:deg2rad is not supported for complex tensors.
digamma|c|NotImplementedError:"digamma" not implemented for '$'
elu|bic|NotImplementedError:"elu_cpu" not implemented for '$'
erf|c|NotImplementedError:"erf_vml_cpu" not implemented for '$'
erfc|c|NotImplementedError:"erfc_vml_cpu" not implemented for '$'
erfinv|c|NotImplementedError:"erfinv_vml_cpu" not implemented for '$'
floor|b|NotImplementedError:"floor_vml_cpu" not implemented for '$'
floor|c|NotImplementedError:floor is not supported for complex inputs
floor_divide.Scalar|c|NotImplementedError:"div_floor_cpu" not implemented for '$'
fmod.Scalar|c|NotImplementedError:"fmod_cpu" not implemented for '$'
frac|bic|NotImplementedError:"frac_cpu" not implemented for '$'
frexp.Tensor|bic|RuntimeError:torch.frexp() only supports floating-point dtypes
ge.Scalar|c|NotImplementedError:"ge_cpu" not implemented for '$'
gelu|bic|NotImplementedError:"GeluKernelImpl" not implemented for '$'
glu|bic|NotImplementedError:"glu_cpu" not implemented for '$'
gt.Scalar|c|NotImplementedError:"gt_cpu" not implemented for '$'
hardshrink|bic|NotImplementedError:"hardshrink_cpu" not implemented for '$'
hardsigmoid|bic|NotImplementedError:"hardsigmoid_cpu" not implemented for '$'
hardswish|bic|NotImplementedError:"hardswish_cpu" not implemented for '$'
hardtanh|b|RuntimeError:$ inputs not supported for hardtanh
hardtanh|c|NotImplementedError:clamp is not supported for complex types
histogram.bin_ct|bihc|NotImplementedError:"histogramdd" not implemented for '$'
i0|c|NotImplementedError:"i0_vml_cpu" not implemented for '$'
isneginf|c|RuntimeError:isneginf does not support complex inputs.
isposinf|c|RuntimeError:isposinf does not support complex inputs.
kthvalue|bc|NotImplementedError:"kthvalue_cpu" not implemented for '$'
le.Scalar|c|NotImplementedError:"le_cpu" not implemented for '$'
leaky_relu|bic|NotImplementedError:"leaky_relu_cpu" not implemented for '$'
lgamma|c|NotImplementedError:"lgamma_vml_cpu" not implemented for '$'
log_sigmoid_forward|bic|NotImplementedError:"log_sigmoid_cpu" not implemented for '$'
logcumsumexp|bi|NotImplementedError:"logcumsumexp_out_cpu" not implemented for '$'
logit|c|NotImplementedError:"logit_cpu" not implemented for '$'
lt.Scalar|c|NotImplementedError:"lt_cpu" not implemented for '$'
max|c|NotImplementedError:"max_all" not implemented for '$'
max.dim|c|RuntimeError:max(): does not support complex input
median|bc|NotImplementedError:"median_cpu" not implemented for '$'
median.dim|bc|NotImplementedError:"median_out" not implemented for '$'
min|c|NotImplementedError:"min_all" not implemented for '$'
min.dim|c|RuntimeError:min(): does not support complex input
mish|bic|NotImplementedError:"mish_cpu" not implemented for '$'
mode|c|NotImplementedError:"mode_cpu" not implemented for '$'
nanmedian|bc|NotImplementedError:"median_cpu" not implemented for '$'
nanmedian.dim|bc|NotImplementedError:"median_out" not implemented for '$'
nansum|c|RuntimeError:nansum on CPU does not support complex inputs
neg|b|RuntimeError:Negation, the \`-\` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the \`~\` or \`logical_not()\` operator instead.
poisson|bic|NotImplementedError:"poisson_cpu" not implemented for '$'
rad2deg|c|RuntimeError:rad2deg is not supported for complex tensors.
relu|b|RuntimeError:Boolean inputs not supported for relu
relu|c|NotImplementedError:clamp is not supported for complex types
remainder.Scalar|c|NotImplementedError:"remainder_cpu" not implemented for '$'
round|bc|NotImplementedError:"round_vml_cpu" not implemented for '$'
round.decimals|bic|NotImplementedError:"round_vml_cpu" not implemented for '$'
searchsorted.Scalar|c|NotImplementedError:"searchsorted_out_cpu" not implemented for '$'
sign|c|NotImplementedError:Unlike NumPy, torch.sign is not intended to support complex numbers. Please use torch.sgn instead.
signbit|c|NotImplementedError:signbit is not implemented for complex tensors.
silu|bi|NotImplementedError:"silu_cpu" not implemented for '$'
softplus|bic|NotImplementedError:"softplus_cpu" not implemented for '$'
softshrink|bic|NotImplementedError:"softshrink_check" not implemented for '$'
sort|c|RuntimeError: Sort does not support complex dtypes on CPU
special_bessel_j0|hc|NotImplementedError:"bessel_j0_cpu" not implemented for '$'
special_bessel_j1|hc|NotImplementedError:"bessel_j1_cpu" not implemented for '$'
special_bessel_y0|hc|NotImplementedError:"bessel_y0_cpu" not implemented for '$'
special_bessel_y1|hc|NotImplementedError:"bessel_y1_cpu" not implemented for '$'
special_chebyshev_polynomial_t.n_scalar|hc|NotImplementedError:"chebyshev_polynomial_t_cpu" not implemented for '$'
special_chebyshev_polynomial_u.n_scalar|hc|NotImplementedError:"chebyshev_polynomial_u_cpu" not implemented for '$'
special_chebyshev_polynomial_v.n_scalar|hc|NotImplementedError:"chebyshev_polynomial_v_cpu" not implemented for '$'
special_chebyshev_polynomial_w.n_scalar|hc|NotImplementedError:"chebyshev_polynomial_w_cpu" not implemented for '$'
special_entr|c|NotImplementedError:"entr_cpu" not implemented for '$'
special_erfcx|hc|NotImplementedError:"erfcx_cpu" not implemented for '$'
special_hermite_polynomial_h.n_scalar|hc|NotImplementedError:"hermite_polynomial_h_cpu" not implemented for '$'
special_hermite_polynomial_he.n_scalar|hc|NotImplementedError:"hermite_polynomial_he_cpu" not implemented for '$'
special_i0e|c|NotImplementedError:"i0e_cpu" not implemented for '$'
special_i1|c|NotImplementedError:"i1_cpu" not implemented for '$'
special_i1e|c|NotImplementedError:"i1e_cpu" not implemented for '$'
special_laguerre_polynomial_l.n_scalar|hc|NotImplementedError:"laguerre_polynomial_l_cpu" not implemented for '$'
special_legendre_polynomial_p.n_scalar|hc|NotImplementedError:"legendre_polynomial_p_cpu" not implemented for '$'
special_log_ndtr|hc|NotImplementedError:"log_ndtr_cpu" not implemented for '$'
special_modified_bessel_i0|hc|NotImplementedError:"modified_bessel_i0_cpu" not implemented for '$'
special_modified_bessel_i1|hc|NotImplementedError:"modified_bessel_i1_cpu" not implemented for '$'
special_modified_bessel_k0|hc|NotImplementedError:"modified_bessel_k0_cpu" not implemented for '$'
special_modified_bessel_k1|hc|NotImplementedError:"modified_bessel_k1_cpu" not implemented for '$'
special_ndtri|hc|NotImplementedError:"ndtri_cpu" not implemented for '$'
special_scaled_modified_bessel_k0|hc|NotImplementedError:"scaled_modified_bessel_k0_cpu" not implemented for '$'
special_scaled_modified_bessel_k1|hc|NotImplementedError:"scaled_modified_bessel_k1_cpu" not implemented for '$'
special_shifted_chebyshev_polynomial_t.n_scalar|hc|NotImplementedError:"shifted_chebyshev_polynomial_t_cpu" not implemented for '$'
special_shifted_chebyshev_polynomial_u.n_scalar|hc|NotImplementedError:"shifted_chebyshev_polynomial_u_cpu" not implemented for '$'
special_shifted_chebyshev_polynomial_v.n_scalar|hc|NotImplementedError:"shifted_chebyshev_polynomial_v_cpu" not implemented for '$'
special_shifted_chebyshev_polynomial_w.n_scalar|hc|NotImplementedError:"shifted_chebyshev_polynomial_w_cpu" not implemented for '$'
special_spherical_bessel_j0|hc|NotImplementedError:"spherical_bessel_j0_cpu" not implemented for '$'
special_xlog1py.other_scalar|c|NotImplementedError:"xlog1py_cpu" not implemented for '$'
special_zeta.other_scalar|hc|NotImplementedError:"zeta_cpu" not implemented for '$'
threshold|bc|NotImplementedError:"threshold_cpu" not implemented for '$'
topk|b|RuntimeError:topk does not support bool dtypes on CPU
topk|c|RuntimeError: topk does not support complex dtypes on CPU
trace|b|NotImplementedError:"trace" not implemented for '$'
trunc|b|NotImplementedError:"trunc_vml_cpu" not implemented for '$'
trunc|c|NotImplementedError:trunc is not supported for complex inputs
unique_consecutive|c|NotImplementedError:"unique" not implemented for '$'
unique_dim|c|NotImplementedError:"unique_dim" not implemented for '$'
unique_dim_consecutive|c|NotImplementedError:"unique_dim" not implemented for '$'
xlogy.Scalar_Other|c|NotImplementedError:"xlogy_cpu" not implemented for '$'`;
