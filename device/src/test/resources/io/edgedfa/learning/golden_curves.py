"""Makes golden_curves.json: ten training steps of a 5-7-3-4 tanh network, written out in NumPy double precision.

Weights, data and feedback follow closed formulas (see TrainingFixture), rounded to float32 as the product sees them.
Run: python3 golden_curves.py > golden_curves.json   (NumPy 1.24 or later)
"""
import json
import numpy as np

SIZES, BATCH = [5, 7, 3, 4], 6
RATES = {"sgd": 0.5, "momentum": 0.1, "adam": 0.01}


def f32(values):
    return np.asarray(values, dtype=np.float64).astype(np.float32).astype(np.float64)


def run(rule, optimizer):
    weights, biases = [], []
    for l in range(1, len(SIZES)):
        shape = (SIZES[l - 1], SIZES[l])
        weights.append(f32(0.6 * np.sin(0.7 * np.arange(shape[0] * shape[1]) + l)).reshape(shape))
        biases.append(f32(0.1 * np.sin(np.arange(SIZES[l]) + l)))
    feedback = [f32(0.5 * np.cos(1.7 * np.arange(4 * n))).reshape(4, n) for n in SIZES[1:-1]]
    params = weights + biases
    slots = [[np.zeros_like(p), np.zeros_like(p)] for p in params]
    losses = []
    for t in range(10):
        x = f32([[np.sin(1.3 * (5 * n + i) + 0.37 * t) for i in range(5)] for n in range(BATCH)])
        labels = np.array([(3 * n + t) % 4 for n in range(BATCH)])
        target = np.eye(4)[labels]
        hs = [x]
        for l in range(3):
            a = hs[-1] @ params[l] + params[3 + l]
            hs.append(np.tanh(a) if l < 2 else a)
        p = np.exp(hs[3] - hs[3].max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        losses.append(float(-np.log(p[np.arange(BATCH), labels]).mean()))
        deltas = [None, None, (p - target) / BATCH]
        for l in (1, 0):
            signal = deltas[l + 1] @ params[l + 1].T if rule == "bp" else deltas[2] @ feedback[l]
            deltas[l] = signal * (1 - hs[l + 1] ** 2)
        gradients = [hs[l].T @ deltas[l] for l in range(3)] + [d.sum(axis=0) for d in deltas]
        for i, g in enumerate(gradients):
            if optimizer == "sgd":
                params[i] = params[i] - RATES["sgd"] * g
            elif optimizer == "momentum":
                slots[i][0] = 0.9 * slots[i][0] + g
                params[i] = params[i] - RATES["momentum"] * slots[i][0]
            else:
                slots[i][0] = 0.9 * slots[i][0] + 0.1 * g
                slots[i][1] = 0.999 * slots[i][1] + 0.001 * g * g
                m = slots[i][0] / (1 - 0.9 ** (t + 1))
                v = slots[i][1] / (1 - 0.999 ** (t + 1))
                params[i] = params[i] - RATES["adam"] * m / (np.sqrt(v) + 1e-8)
    final = {}
    for l in range(3):
        final[f"block{l + 1}.weight"] = [round(float(v), 7) for v in params[l].ravel()]
        final[f"block{l + 1}.bias"] = [round(float(v), 7) for v in params[3 + l]]
    return {"loss": [round(v, 7) for v in losses], "final": final}


print(json.dumps({f"{r}-{o}": run(r, o) for r in ("bp", "dfa") for o in RATES}, indent=1))
