"""The step in PyTorch, natively: python3 torch_step.py JOB THREADS prints RESULT.

The same job as bench.html's; eager, with autograd and torch.optim.Adam, as its
users would write it.
"""
import json
import math
import sys
import time

import torch

job, threads = json.loads(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)
c = job["c"]
D, L, H, F, V, B, T = (c[k] for k in "DLHFVBT")
d, n = D // H, B * T
ids = torch.tensor([i * 7919 % V for i in range(n)])
targets = torch.tensor([(i * 104729 + 1) % V for i in range(n)])


def weights(*shape, deviation):
    return ((2 * torch.rand(shape) - 1) * math.sqrt(3) * deviation).requires_grad_()


def ones():
    return torch.ones(D, requires_grad=True)


embed, norm = weights(V, D, deviation=0.1), ones()
layers = [(ones(), weights(3 * D, D, deviation=D**-0.5), weights(D, D, deviation=0.01 * D**-0.5),
           ones(), weights(2 * F, D, deviation=D**-0.5), weights(D, F, deviation=0.01 * F**-0.5)) for _ in range(L)]
optimiser = torch.optim.Adam([embed, norm, *(w for l in layers for w in l)], lr=1e-3)
angle = torch.outer(torch.arange(T).float(), 10000 ** (-torch.arange(d // 2).float() / (d // 2)))
cos, sin = angle.cos(), angle.sin()
causal = torch.full((T, T), -math.inf).triu(1)


def rms(x, w):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * w


def rotate(x):  # (B, H, T, d)
    a, b = x[..., : d // 2], x[..., d // 2 :]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def attend(q, k, v):
    if hasattr(torch.nn.functional, "scaled_dot_product_attention"):  # from 2.0 on
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    p = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(d) + causal, -1)
    return p @ v


def step():
    x = embed[ids]
    for norm1, qkv, out, norm2, gu, down in layers:
        q, k, v = (rms(x, norm1) @ qkv.T).view(B, T, 3, H, d).permute(2, 0, 3, 1, 4)
        x = x + attend(rotate(q), rotate(k), v).transpose(1, 2).reshape(n, D) @ out.T
        gate, up = (rms(x, norm2) @ gu.T).split(F, -1)
        x = x + (torch.nn.functional.silu(gate) * up) @ down.T
    loss = torch.nn.functional.cross_entropy(rms(x, norm) @ embed.T, targets)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


losses, times, first = [], [], None


def repeat(least, seconds, note):
    begin, i = time.perf_counter(), 0
    while i < least or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        loss = step()
        note(1000 * (time.perf_counter() - start))
        if len(losses) < 10:
            losses.append(loss)
        i += 1


seconds = job.get("seconds", 4)
warm = []
repeat(2, seconds * 0.375, warm.append)
repeat(8, seconds, times.append)
print("RESULT " + json.dumps({"peer": "PyTorch " + torch.__version__, "size": job["size"], "threads": threads,
                              "times_ms": times, "losses": losses, "first_ms": warm[0]}))
