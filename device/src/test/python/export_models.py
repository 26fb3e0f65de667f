"""Exports the small networks that the tests of the ONNX reader use, as PyTorch writes them.

    python3 export_models.py FOLDER

Made and committed with PyTorch 1.13 (Debian 12's python3-torch, which needs nothing else to export). Weights are random, from
fixed seeds; every file gets NAME.input.bin and NAME.output.bin beside it: four images and PyTorch's own answers, float32,
little-endian, row-major.
"""

import pathlib
import sys

import torch
from torch import nn


class Residual(nn.Module):
    """Two 3x3 convolutions with batch normalisation around a skip, He et al. 2015 (arXiv 1512.03385)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        same = inputs == outputs and stride == 1
        self.skip = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.skip(x))


class InvertedResidual(nn.Module):
    """Expand, convolve each channel alone, project: Sandler et al. 2018 (arXiv 1801.04381)."""

    def __init__(self, inputs, outputs, stride, activation):
        super().__init__()
        wide = 3 * inputs
        self.same = inputs == outputs and stride == 1
        self.layers = nn.Sequential(
            nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), activation(),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), activation(),
            nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.same else y


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 24), nn.Tanh(), nn.Dropout(0.2), nn.Linear(24, 32), nn.ReLU(),
                         nn.Linear(32, 10), nn.LogSoftmax(1))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
                         nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 48), nn.Tanh(), nn.Linear(48, 32), nn.Tanh(),
                         nn.Linear(32, 10))


def resnet():
    return nn.Sequential(nn.Conv2d(1, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), Residual(8, 8, 1),
                         Residual(8, 16, 2), Residual(16, 32, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))


def mobilenet():
    return nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(),
                         InvertedResidual(8, 8, 1, nn.ReLU6), InvertedResidual(8, 16, 2, nn.Hardswish),
                         InvertedResidual(16, 16, 1, nn.ReLU6), nn.Conv2d(16, 32, 1, bias=False), nn.BatchNorm2d(32),
                         nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(32, 10))


def settle(model):
    """Gives every batch normalisation statistics of its own, as training would."""
    model.train()
    with torch.no_grad():
        for _ in range(20):
            model(torch.rand(64, 1, 28, 28))
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.2, 0.2)
    return model.eval()


def export(folder, name, make, opset, external=False):
    torch.manual_seed(sum(name.encode()))
    model = settle(make())
    images = torch.rand(4, 1, 28, 28)
    torch.onnx.export(model, images, str(folder / f"{name}.onnx"), opset_version=opset, input_names=["image"],
                      output_names=["scores"], dynamic_axes={"image": {0: "n"}, "scores": {0: "n"}},
                      training=torch.onnx.TrainingMode.PRESERVE)
    with torch.no_grad():
        answers = model(images)
    (folder / f"{name}.input.bin").write_bytes(images.numpy().tobytes())
    (folder / f"{name}.output.bin").write_bytes(answers.numpy().tobytes())


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    export(target, "mlp", mlp, 9)
    export(target, "lenet", lenet, 11)
    export(target, "resnet", resnet, 13)
    export(target, "mobilenet", mobilenet, 16)
