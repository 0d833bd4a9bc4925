"""What figures of people's work are held against, and from how many cases on they are shown."""

SHOWN_FROM = 30
"""Cases below which a figure is withheld from everybody, its owner included."""
BENCHMARK = 0.98
"""The share of cases that automated checks decide rightly: what people, teams and vendors are shown beside."""
RECALL_TARGETS = (0.95, 0.99)
SOP_COVERAGE = 0.80
"""The share of decided cases whose reasoning and review rest on a clause of the procedures."""
SLA_TARGET = 0.95
"""The share of cases decided before their deadline; with it as many cases are late as an agreed service leaves out."""
ACCURACY_TARGET, PRECISION_TARGET, RECALL_TARGET = BENCHMARK, 0.95, 0.99
DEFAULT_TARGETS: dict[str, float] = {
    "sla": SLA_TARGET,
    "accuracy": ACCURACY_TARGET,
    "precision": PRECISION_TARGET,
    "recall": RECALL_TARGET,
    "sop_coverage": SOP_COVERAGE,
}
"""By measure of the targets board, where a house says nothing else. How much the agent decides alone has none."""
MEASURES = ("sla", "accuracy", "precision", "recall", "sop_coverage", "automation")
"""What the targets board tells, in its order."""
