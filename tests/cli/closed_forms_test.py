#!/usr/bin/python3
"""What comes out of whole runs against closed forms: each distribution of delays, mixtures, truncation, two stages in a
row, shares of outcomes and routes, random arrivals over all lanes. Run as: closed_forms_test.py DLRSIM SOURCE_DIR [TEST...]

The usual share is 200 000 messages each, the full one ten million. A right program fails one of all the looks of this file
once in a million (Bonferroni); the seeds are fixed, so it is found out once and for all. Each law is looked at a second
time, spoilt a little, and must be seen not to be the one."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chance  # noqa: E402
from chance import MS  # noqa: E402
from program import ProgramTest, dlrsim, main  # noqa: E402

SCENARIO = """version: 1
name: law
summary: One thing that is random, and nothing else.
seed: SEED
provider: {answer: {delay: {constant: 1ms}}, callback: {every: 0ms}}
profiles: PROFILES
countries: COUNTRIES
traffic: [{campaign: c, messages: MESSAGES, arrivals: ARRIVALS, countries: TO}]
"""
QUICK, FULL = 200_000, 10_000_000
S, M, H, D = MS["s"], MS["m"], MS["h"], MS["d"]

AT_ONCE, LATER = chance.lognormal(7 * S, 0.269), chance.lognormal(569 * S, 2.171)
MEASURED = chance.empirical((0, 800), (0.25, 3 * S), (0.5, 6 * S), (0.7, 6 * S), (0.9, 40 * S), (0.99, H), (1, 48 * H))

# What the scenario says, and the same law in other words.
LAWS = {
    "uniform": ("{uniform: {min: 20ms, max: 2s}}", chance.uniform(20, 2 * S), 20, 2 * S),
    "exponential": ("{exponential: {mean: 90s}}", chance.exponential(90 * S)),
    "lognormal by sigma": ("{lognormal: {median: 1m, sigma: 1.2}}", chance.lognormal(M, 1.2)),
    "lognormal by a quantile": ("{lognormal: {median: 6s, p99: 3m}}", chance.lognormal_by(6 * S, 0.99, 3 * M)),
    "weibull with a long tail": ("{weibull: {shape: 0.5, scale: 10m}}", chance.weibull(0.5, 10 * M)),
    "weibull": ("{weibull: {shape: 3, scale: 20s}}", chance.weibull(3, 20 * S)),
    "gamma below one": ("{gamma: {shape: 0.7, scale: 10m}}", chance.gamma(0.7, 10 * M)),
    "gamma": ("{gamma: {shape: 16.2, scale: 741ms}}", chance.gamma(16.2, 741)),
    "empirical": ("{empirical: {p0: 800ms, p25: 3s, p50: 6s, p70: 6s, p90: 40s, p99: 1h, p100: 48h}}", MEASURED, 800, 48 * H),
    "mixture": ("{mixture: [{weight: 80%, lognormal: {median: 7s, sigma: 0.269}}, {weight: 20%, exponential: {mean: 10m}}]}",
                chance.mixture((0.8, AT_ONCE), (0.2, chance.exponential(10 * M)))),
    "mixture with a point": ("{mixture: [{weight: 70%, lognormal: {median: 20s, p99: 10m}}, {weight: 30%, constant: 48h}]}",
                             chance.mixture((0.7, chance.lognormal_by(20 * S, 0.99, 10 * M)), (0.3, chance.constant(48 * H)))),
    "truncated mixture": ("{mixture: [{weight: 80%, lognormal: {median: 7s, sigma: 0.269}}, "
                          "{weight: 20%, lognormal: {median: 569s, sigma: 2.171}}], min: 5s, max: 48h}",
                          chance.between(chance.mixture((0.8, AT_ONCE), (0.2, LATER)), 5 * S, 48 * H), 5 * S, 48 * H),
    "truncated lognormal": ("{lognormal: {median: 5s, p99: 6h, min: 1s, max: 3d}}",
                            chance.between(chance.lognormal_by(5 * S, 0.99, 6 * H), S, 3 * D), S, 3 * D),
    "truncated gamma": ("{gamma: {shape: 0.7, scale: 10m, min: 10s, max: 30m}}",
                        chance.between(chance.gamma(0.7, 10 * M), 10 * S, 30 * M), 10 * S, 30 * M),
    "truncated exponential": ("{exponential: {mean: 90s}, min: 30s, max: 4m}",
                              chance.between(chance.exponential(90 * S), 30 * S, 4 * M), 30 * S, 4 * M),
}

PROFILES = """
  p: {rejected: {share: 3%}, delivered: {share: 80%, delay: {constant: 1s}}, failed: {share: 9%, delay: {constant: 1s}},
      handed_over: {share: 5%, delay: {constant: 1s}}, unreported: {share: 3%}}
  q: {rejected: {share: 0.01%}, delivered: {share: 55.5%, delay: {constant: 1s}}, failed: {share: 0.49%, delay: {constant: 1s}},
      unreported: {share: 44%}}"""
ENDS = {"p": {"rejected": 0.03, "delivered": 0.80, "failed": 0.09, "unreported": 0.08},
        "q": {"rejected": 0.0001, "delivered": 0.555, "failed": 0.0049, "unreported": 0.44}}
COUNTRIES = """
  FR: {operators: {one: {share: 60%, profile: p}, two: {share: 40%, profile: q}}}
  GB: {operators: {three: {share: 99.9%, profile: q}, four: {share: 0.1%, profile: p}}}"""
ROUTES = {("FR", "one"): (0.7 * 0.6, "p"), ("FR", "two"): (0.7 * 0.4, "q"),
          ("GB", "three"): (0.3 * 0.999, "q"), ("GB", "four"): (0.3 * 0.001, "p")}

# Of a curve: how long, and how many a minute.
PIECES = [(6 * 60, 200), (3 * 60, 5000), (5 * 60, 1500), (10 * 60, 900)]

# Each law and each arrival once, each route's end once and all together, the sum of two stages: in both shares.
LOOKS = 2 * (len(LAWS) + 1 + 2 + 4 * len(ROUTES) + 1)
LEAST = 1e-6 / LOOKS


class ClosedFormsTest(ProgramTest):
    def run_it(self, messages, delay="{constant: 1s}", profiles=None, countries="{FR: {profile: p}}", to="[FR]",
               arrivals="{poisson: {rate: 1000/s}}", seed=11):
        text = SCENARIO.replace("PROFILES", profiles or "{p: {delivered: {share: 100%, delay: " + delay + "}}}")
        for name, value in (("COUNTRIES", countries), ("MESSAGES", str(messages)), ("ARRIVALS", arrivals), ("TO", to), ("SEED", str(seed))):
            text = text.replace(name, value)
        result = json.loads(self.check(dlrsim("run", self.write("law.yaml", text), "--json"), 0).stdout)
        self.assertEqual(result["totals"]["submitted"], messages)
        self.assertGreater(result["lanes"]["total"], 1)
        return result

    def holds(self, probability, what):
        self.assertGreater(probability, LEAST, what)

    def is_seen(self, probability, what):
        self.assertLess(probability, LEAST, f"{what}: the test would not see it")

    def check_laws(self, messages, off):
        for seed, (name, (written, law, *limits)) in enumerate(LAWS.items()):
            with self.subTest(name):
                delays = self.run_it(messages, written, seed=seed)["groups"][0]["delivery_delay_ms"]
                self.assertEqual(delays["count"], messages)
                if limits:
                    self.assertGreaterEqual(delays["min"], limits[0])
                    self.assertLessEqual(delays["max"], limits[1])
                self.holds(chance.fit(delays, law), name)
                self.is_seen(chance.fit(delays, chance.scaled(law, off)), name)
                if not limits and "point" not in name:
                    self.is_seen(chance.fit(delays, chance.thinned(law, 1e-3, 0.25), binned_by=law), name + ", its far end")

    def test_delays_are_by_their_closed_forms(self):
        self.check_laws(QUICK, 1.1)

    def test_delays_of_ten_million_are_by_their_closed_forms_full(self):
        self.check_laws(FULL, 1.01)

    def test_a_constant_delay_is_constant(self):
        delays = self.run_it(QUICK, "{constant: 48h}")["groups"][0]["delivery_delay_ms"]
        self.assertEqual([delays[key] for key in ("count", "min", "max")], [QUICK, 48 * H, 48 * H])

    def check_two_stages(self, messages, off):
        """The operator's word, and then the report on its way: what is received is by the law of the sum."""
        profiles = ("{p: {delivered: {share: 100%, delay: {weibull: {shape: 1.5, scale: 20s}}}, "
                    "report_lag: {lognormal: {median: 3460ms, sigma: 0.429}}}}")
        delays = self.run_it(messages, profiles=profiles)["groups"][0]["report_delay_ms"]
        self.assertEqual(delays["count"], messages)
        word = chance.weibull(1.5, 20 * S)
        self.holds(chance.fit(delays, chance.sum_of_rounded(word, 3460, 0.429)), "sum")
        self.is_seen(chance.fit(delays, chance.sum_of_rounded(chance.scaled(word, off), 3460, 0.429)), "another word")
        self.is_seen(chance.fit(delays, chance.sum_of_rounded(word, 3460 * off, 0.429)), "another way")

    def test_two_stages_add_up(self):
        self.check_two_stages(QUICK, 1.1)

    def test_two_stages_of_ten_million_add_up_full(self):
        self.check_two_stages(FULL, 1.02)

    def check_shares(self, messages, off):
        """Each route's ends by themselves, and all together. `off`: what one outcome has more, another less."""
        result = self.run_it(messages, profiles=PROFILES, countries=COUNTRIES, to="{FR: 70%, GB: 30%}")
        self.assertEqual(len(result["groups"]), len(ROUTES))
        counts, expected = [], []
        for group in result["groups"]:
            route, profile = ROUTES[group["country"], group["operator"]]
            for end, share in ENDS[profile].items():
                count = group["totals"][end]
                self.holds(chance.of_binomial(count, messages, route * share), f"{group['operator']}, {end}")
                counts.append(count)
                expected.append(messages * route * share)
            if group["operator"] == "one":
                wrong = route * (ENDS[profile]["delivered"] + off)
                self.is_seen(chance.of_binomial(group["totals"]["delivered"], messages, wrong), "another share")
        self.assertEqual(sum(counts), messages)
        # Where so few are expected that Pearson's sum does not follow its law, they are looked at together.
        few = [i for i, e in enumerate(expected) if e < 50]
        for values in (counts, expected):
            together = sum(values[i] for i in few)
            values[:] = [value for i, value in enumerate(values) if i not in few] + [together] * (together > 0)
        self.holds(chance.of_chi_squared(*chance.pearson(counts, expected)), "all together")

    def test_outcomes_and_routes_have_their_shares(self):
        self.check_shares(QUICK, 0.02)

    def test_outcomes_and_routes_of_ten_million_have_their_shares_full(self):
        self.check_shares(FULL, 0.003)

    def check_arrivals(self, messages, arrivals, pieces, off):
        """Reports come a second after the sending, each at once. Of random arrivals any minute has its share of all of
        them, over all lanes: neither more nor less uneven than by chance."""
        minutes = chance.samples(self.run_it(messages, arrivals=arrivals)["reports_by_minute"])

        def probability(pieces):
            total = sum(lasting * rate for lasting, rate in pieces)
            knots, at, sent = [(0.0, 1 / 60)], 1 / 60, 0.0
            for lasting, rate in pieces:
                at, sent = at + lasting, sent + lasting * rate / total
                knots.append((sent, at))
            law = chance.empirical(*knots)
            expected = [messages * (law(minute + 1) - law(minute)) for minute in range(len(minutes))]
            self.assertAlmostEqual(sum(expected), messages, delta=messages * 1e-9)
            # The last minute may hold next to nothing: it goes with the one before.
            return chance.too_far_or_too_near(*chance.pearson(minutes[:-2] + [sum(minutes[-2:])],
                                                              expected[:-2] + [sum(expected[-2:])]))

        self.assertEqual(sum(minutes), messages)
        self.holds(probability(pieces), arrivals)
        self.is_seen(probability([(lasting, rate * off ** i) for i, (lasting, rate) in enumerate(pieces)]
                                 if len(pieces) > 1 else [(pieces[0][0] / 2, 1), (pieces[0][0] / 2, off)]), arrivals)

    def check_both_arrivals(self, messages, off):
        per_minute = messages // 1440
        self.check_arrivals(messages, f"{{poisson: {{rate: {per_minute}/m}}}}", [(messages / per_minute, 1)], off)
        curve = ", ".join(f"{{for: {lasting}m, rate: {rate}/m}}" for lasting, rate in PIECES)
        self.check_arrivals(messages, f"{{curve: [{curve}]}}", PIECES, off)

    def test_arrivals_are_random_over_all_lanes(self):
        self.check_both_arrivals(QUICK, 1.1)

    def test_arrivals_of_ten_million_are_random_over_all_lanes_full(self):
        self.check_both_arrivals(FULL, 1.02)

    def test_arrivals_that_are_too_even_are_seen(self):
        minutes = chance.samples(self.run_it(QUICK, arrivals="{constant: {rate: 138/m}}")["reports_by_minute"])[:-2]
        expected = [138.0] * len(minutes)
        self.is_seen(chance.too_far_or_too_near(*chance.pearson(minutes, expected)), "even arrivals")


if __name__ == "__main__":
    main()
