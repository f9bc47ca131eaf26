"""A real GGUF file of some 600 KB whose model always writes the same words.

Each token has a vector of its own and there is neither attention nor feed-forward: the last token alone chooses the
next one, by a table written in the output matrix. The file goes through the real loader, tokenizer and server.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

TEMPLATE = "{% for m in messages %}{{ m['content'] }}\n{% endfor %}<|start|>"
_START, _END = 3, 2


def write_gguf(path: Path, words: Sequence[str], *, context: int = 4096, endless: bool = False) -> Path:
    """Write a model that says ``words``, each different, then stops; an ``endless`` one begins again."""
    import gguf

    kinds = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>", "<|start|>", *(f"<0x{byte:02X}>" for byte in range(256))]
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256]
    first = len(tokens)
    tokens += [f"▁{word}" for word in words]
    types += [kinds.NORMAL] * len(words)
    count, hidden = len(tokens), 32
    width = -(-count // 32) * 32
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(1)
    writer.add_feed_forward_length(hidden)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // 4)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * count)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(_END)
    writer.add_unk_token_id(0)
    writer.add_vocab_size(count)
    writer.add_chat_template(TEMPLATE)
    said = [_START, *range(first, count), first if endless else _END]
    table = np.zeros((count, width), dtype=np.float32)
    for before, after in pairwise(said):
        table[after, before] = 10
    writer.add_tensor("token_embd.weight", np.eye(count, width, dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(width, dtype=np.float32))
    writer.add_tensor("output.weight", table)
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"blk.0.{name}.weight", np.ones(width, dtype=np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        writer.add_tensor(f"blk.0.{name}.weight", np.zeros((width, width), dtype=np.float32))
    for name, shape in {"gate": (hidden, width), "up": (hidden, width), "down": (width, hidden)}.items():
        writer.add_tensor(f"blk.0.ffn_{name}.weight", np.zeros(shape, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
