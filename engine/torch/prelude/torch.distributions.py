"""torch.distributions: random variables whose draws, densities and entropies are tensor operations."""
import torch.distributions.constraints
import torch.distributions.kl
import torch.distributions.transforms
from torch.distributions.bernoulli import Bernoulli, Geometric
from torch.distributions.categorical import Categorical, OneHotCategorical, OneHotCategoricalStraightThrough
from torch.distributions.continuous import Cauchy, Chi2, Exponential, Gamma, HalfNormal, Laplace, Poisson, StudentT, Uniform
from torch.distributions.dirichlet import Beta, Dirichlet
from torch.distributions.distribution import Distribution
from torch.distributions.independent import Independent
from torch.distributions.kl import kl_divergence, register_kl
from torch.distributions.multivariate_normal import MultivariateNormal
from torch.distributions.normal import Normal
from torch.distributions.transformed_distribution import LogNormal, TransformedDistribution
from torch.distributions.transforms import AffineTransform, ExpTransform, SigmoidTransform, TanhTransform, Transform
import _gradsight

_gradsight.lazy(
    dict.fromkeys(
        ("Binomial", "FisherSnedecor", "Gumbel", "HalfCauchy", "InverseGamma", "Kumaraswamy", "LogisticNormal", "MixtureSameFamily", "Multinomial", "NegativeBinomial", "Pareto", "RelaxedBernoulli", "RelaxedOneHotCategorical", "Weibull"),
        "more",
    )
    | dict.fromkeys(("binomial", "gumbel", "half_cauchy", "mixture_same_family", "multinomial", "negative_binomial", "pareto", "relaxed_bernoulli", "relaxed_categorical", "weibull", "kumaraswamy", "logistic_normal"), "@more")
    | dict.fromkeys(
        ("AbsTransform", "ComposeTransform", "IndependentTransform", "PowerTransform", "ReshapeTransform", "SoftmaxTransform", "SoftplusTransform", "StickBreakingTransform", "LowerCholeskyTransform", "PositiveDefiniteTransform", "identity_transform"),
        "transforms",
    )
)
