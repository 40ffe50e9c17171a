"""What chance allows: laws of delays in closed form, and how probable counts are under them. Plain Python, nothing of the
program: a second opinion. All probabilities are those of the tail, with its full precision."""
import bisect
import math

MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
HALF_MS = 0.5  # a delay of x ms is written down as x + 1/2, cut to the millisecond


def normal(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_quantile(p):
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if normal(middle) < p else (low, middle)
    return high


def gamma_shares(shape, x):
    """Below and above x of the gamma law of scale 1: a series, or a continued fraction by Lentz."""
    if x <= 0:
        return 0.0, 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        n = shape
        while term > total * 1e-17:
            n += 1
            term *= x / n
            total += term
        return front * total, 1 - front * total
    tiny = 1e-300
    b = x + 1 - shape
    c, d = 1 / tiny, 1 / b
    value = d
    for i in range(1, 1_000_000):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b or tiny)
        c = b + a / c or tiny
        value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return 1 - front * value, front * value


def beta_share(a, b, x):
    """The regularized incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 1_000_000):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + step * d or tiny)
            c = 1 + step / c or tiny
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * value


# How probable is something at least so far off

def of_binomial(count, n, p):
    """Both sides, exact."""
    at_most = beta_share(n - count, count + 1, 1 - p) if count < n else 1.0
    at_least = beta_share(count, n - count + 1, p) if count > 0 else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def of_normal(z):
    return math.erfc(abs(z) / math.sqrt(2))


def pearson(counts, expected):
    """Of counts against what is expected of them, and how many degrees of freedom that has."""
    return sum((c - e) ** 2 / e for c, e in zip(counts, expected)), len(counts) - 1


def of_student(t, freedom):
    return beta_share(freedom / 2, 0.5, freedom / (freedom + t * t))


def of_chi_squared(value, freedom):
    return gamma_shares(freedom / 2, value / 2)[1] if freedom > 0 else 1.0


def too_far_or_too_near(value, freedom):
    """Also counts that are too even are not by chance."""
    return min(1.0, 2 * min(gamma_shares(freedom / 2, value / 2)))


# Laws: from ms (a real number) to the share of delays up to it

def constant(ms):
    return lambda t: float(t >= ms)


def uniform(low, high):
    return lambda t: min(1.0, max(0.0, (t - low) / (high - low)))


def exponential(mean):
    return weibull(1, mean)


def weibull(shape, scale):
    return lambda t: -math.expm1(-((t / scale) ** shape)) if t > 0 else 0.0


def lognormal(median, sigma):
    return lambda t: normal(math.log(t / median) / sigma) if t > 0 else 0.0


def lognormal_by(median, p, value):
    return lognormal(median, math.log(value / median) / normal_quantile(p))


def gamma(shape, scale):
    return lambda t: gamma_shares(shape, t / scale)[0]


def empirical(*knots):
    """Of pairs (probability, ms), linear between them."""
    def law(t):
        below = 0.0
        for (p0, t0), (p1, t1) in zip(knots, knots[1:]):
            if t >= t1:
                below = p1
            elif t > t0:
                return p0 + (p1 - p0) * (t - t0) / (t1 - t0)
        return below
    return law


def mixture(*parts):
    return lambda t: sum(weight * law(t) for weight, law in parts)


def between(law, low, high):
    """On condition of lying inside."""
    below = law(math.nextafter(low, -math.inf))
    mass = law(high) - below
    return lambda t: 0.0 if t < low else 1.0 if t >= high else (law(t) - below) / mass


def scaled(law, factor):
    return lambda t: law(t / factor)


def thinned(law, tail, factor):
    """Of what lies in the tail only so much stays there."""
    return lambda t: law(t) if law(t) < 1 - tail else 1 - (1 - law(t)) * factor


def sum_of_rounded(law, median, sigma, points=400, reach=8.0):
    """Of a delay by `law` and a lognormal one, by Simpson's rule over the latter's logarithm."""
    step = 2 * reach / points
    nodes = []
    for i in range(points + 1):
        z = -reach + i * step
        simpson = 1 if i in (0, points) else 4 if i % 2 else 2
        nodes.append((median * math.exp(sigma * z), math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * simpson * step / 3))
    return lambda t: sum(weight * law(t - x) for x, weight in nodes if x < t)


# Counts of delays as the program writes them down (reports/histogram.h): below 256 ms one bucket for each, above that 128
# for each doubling

def lower_edge(bucket):
    shift = 0 if bucket < 256 else (bucket >> 7) - 1
    return (bucket - (shift << 7)) << shift


BUCKETS = 3600  # more than there are below 49 days


def up_to(law, bucket):
    return law(lower_edge(bucket) - 1 + HALF_MS)


def bins_of(law, bins, tails=()):
    """Bins by the law alone, of about equal share, and of so little at the far end: the first bucket after each, and the
    shares."""
    ends, shares, below, bucket = [], [], 0.0, 0

    def next_bin(share, least_left):
        nonlocal below, bucket
        low, high = bucket + 1, BUCKETS  # the first bucket whose lower edge has that much below it
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if up_to(law, middle) >= share else (middle + 1, high)
        here = up_to(law, low)
        if low >= BUCKETS or here > 1 - least_left:
            return False
        ends.append(low)
        shares.append(here - below)
        bucket, below = low, here
        return True

    while below < 1 - 1 / bins and next_bin(below + 1 / bins, 0.2 / bins):
        pass
    for tail in tails:
        if 1 - tail > below + tail:
            next_bin(1 - tail, 0.5 * tail)
    return ends, shares + [1 - below]


def counts_in(ends, histogram):
    counts = [0] * (len(ends) + 1)
    bucket = histogram["first_bucket"]
    for count in histogram["buckets"]:  # -n: so many empty ones
        if count > 0:
            counts[bisect.bisect_right(ends, bucket)] += count
        bucket += max(1, -count)
    return counts


def samples(written):
    """Series as results have them: a number -n repeats the sample before it n times more."""
    all_of_them = []
    for number in written:
        all_of_them += [number] if number >= 0 else [all_of_them[-1]] * -number
    return all_of_them


TAILS = (1e-3, 1e-4, 1e-5)


def fit(histogram, law, bins=100, binned_by=None):
    """How probable a fit at least this bad is; in bins made for another law where one is given."""
    n = histogram["count"]
    ends, shares = bins_of(binned_by or law, bins, [tail for tail in TAILS if tail * n >= 100])
    if binned_by:
        below = [0.0, *(up_to(law, end) for end in ends), 1.0]
        shares = [b - a for a, b in zip(below, below[1:])]
    return of_chi_squared(*pearson(counts_in(ends, histogram), [n * share for share in shares]))
