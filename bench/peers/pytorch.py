"""PyTorch on the CPU as a subject of the bench. Run with Debian's python3 (package python3-torch).

Argument and lines as in ../protocol.ts. Its best mode on a CPU: as many threads for its own operators as for OpenMP
and OpenBLAS (set by the bench before the start), denormal numbers flushed to zero; for inference the traced and
frozen network.
"""

import gzip
import json
import os
import re
import sys
import time

task = json.loads(sys.argv[-1])

try:
    import numpy as np
    import torch
except ImportError as error:
    print(json.dumps({"unavailable": f"PyTorch is not installed for {sys.executable} ({error})"}), flush=True)
    sys.exit(0)

from torch import nn
from torch.nn import functional as F

torch.set_num_threads(task["threads"])
torch.set_flush_denormal(True)
torch.manual_seed(task["seed"])


class Residual(nn.Module):
    """Two 3x3 convolutions with batch norm beside a skip: a 1x1 convolution where the size changes."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.convolution1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.convolution2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        self.skip = nn.Identity() if stride == 1 else nn.Conv2d(channels, filters, 1, stride, bias=False)

    def forward(self, x):
        y = F.relu(self.norm1(self.convolution1(x)))
        return F.relu(self.norm2(self.convolution2(y)) + self.skip(x))


def lenet(channels, padding, flat):
    return nn.Sequential(
        nn.Conv2d(channels, 6, 5, padding=padding), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(flat, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


NETWORKS = {
    "W1": lambda: lenet(1, 2, 400),
    "W2": lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10),
    ),
    "W3": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10)
    ),
    "W4": lambda: nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 2)),
    "W5": lambda: lenet(3, 0, 400),
    "W6": lambda: nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2),
        nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10),
    ),
}  # fmt: skip

OPTIMIZERS = {
    "W1": lambda weights: torch.optim.SGD(weights, 0.02, momentum=0.9),
    "W2": lambda weights: torch.optim.Adam(weights, 1e-3),
    "W3": lambda weights: torch.optim.SGD(weights, 0.05),
    "W4": lambda weights: torch.optim.SGD(weights, 0.03),
    "W5": lambda weights: torch.optim.SGD(weights, 1e-3, momentum=0.9),
    "W6": lambda weights: torch.optim.SGD(weights, 0.05, momentum=0.9),
}


def initialise(network):
    """He-uniform weights (Glorot-uniform for tanh), biases zero: as Layerlab starts."""
    for module in network.modules():
        if not isinstance(module, (nn.Conv2d, nn.Linear)):
            continue
        if task["workload"] == "W4":
            nn.init.xavier_uniform_(module.weight)
        else:
            nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def read_idx(name):
    with gzip.open(os.path.join(task["fashion"], name)) as file:
        content = file.read()
    sizes = [int.from_bytes(content[4 + 4 * i : 8 + 4 * i], "big") for i in range(content[3])]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


def fashion(part):
    images = read_idx(f"{part}-images-idx3-ubyte.gz").astype(np.float32) / 255
    labels = read_idx(f"{part}-labels-idx1-ubyte.gz").astype(np.int64)
    return torch.from_numpy(images[:, None]), torch.from_numpy(labels)


def examples():
    if task["workload"] in ("W1", "W2", "W3"):
        return fashion("train")
    random = np.random.RandomState(7)
    if task["workload"] == "W4":
        radius = 5 * np.concatenate([random.uniform(0, 0.5, 250), random.uniform(0.7, 1, 250)])
        angle = random.uniform(0, 2 * np.pi, 500)
        points = np.stack([radius * np.sin(angle), radius * np.cos(angle)], 1).astype(np.float32)
        return torch.from_numpy(points), torch.arange(500) // 250
    return torch.rand(5000, 3, 32, 32), torch.randint(0, 10, (5000,))


inputs, labels = examples()
batch = task["batch"]
network = NETWORKS[task["workload"]]()
initialise(network)
optimizer = OPTIMIZERS[task["workload"]](network.parameters())


def batches():
    """Shuffled anew every epoch, whole batches only."""
    while True:
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs) - batch + 1, batch):
            yield order[start : start + batch]


order = batches()


def train():
    chosen = next(order)
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(network(inputs[chosen]), labels[chosen])
    loss.backward()
    optimizer.step()


def frozen():
    network.eval()
    with torch.no_grad():
        return torch.jit.freeze(torch.jit.trace(network, inputs[:batch]))


predictor = frozen() if task["task"] == "inference" else None


def predict():
    with torch.inference_mode():
        return predictor(inputs[next(order)]).argmax(1)


step = train if predictor is None else predict


def window(seconds):
    images = 0
    start = time.perf_counter()
    while True:
        step()
        images += batch
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return {"images": images, "seconds": elapsed}


def accuracy(images, truth):
    network.eval()
    with torch.inference_mode():
        right = sum(
            (network(images[start : start + 1000]).argmax(1) == truth[start : start + 1000]).sum().item()
            for start in range(0, len(images), 1000)
        )
    network.train()
    return right / len(images)


steps_done = 0
test = fashion("t10k") if task.get("quarters") else None


def quarter(_):
    """A quarter of an epoch of training, timed, then the test images, not timed."""
    global steps_done
    quarters_done = round(steps_done * 4 / (len(inputs) // batch))
    until = (quarters_done + 1) * (len(inputs) // batch) // 4
    start = time.perf_counter()
    while steps_done < until:
        train()
        steps_done += 1
    return {"seconds": time.perf_counter() - start, "accuracy": accuracy(*test)}


def without_fast_blas():
    """Why PyTorch's matrix products are slow, or None. Debian's PyTorch takes whatever BLAS the system names."""
    if torch.backends.mkl.is_available() or re.search(r"BLAS_INFO=(mkl|open|accelerate)", torch.__config__.show()):
        return None
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return None  # not Linux: nothing tells
    if re.search(r"openblas|mkl_rt|libblis", loaded):
        return None
    return "PyTorch found no OpenBLAS, so its matrix products are several times too slow (install libopenblas0-openmp)"


answers = {"window": window, "quarter": quarter}
name = f"PyTorch {torch.__version__}, {'frozen' if predictor is not None else 'eager'}"
greeting = {"ready": True, "name": name, "threads": torch.get_num_threads()}
handicap = without_fast_blas()
print(json.dumps(greeting if handicap is None else {**greeting, "handicap": handicap}), flush=True)
for line in sys.stdin:
    word, _, argument = line.strip().partition(" ")
    print(json.dumps(answers[word](float(argument or 0))), flush=True)
