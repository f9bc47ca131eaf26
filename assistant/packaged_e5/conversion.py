"""From the data file to a SentenceTransformer: the tokenizer, the network, and the prompts of E5."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.packaged_e5.container import Container

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512

_SPECIAL = {"bos": "<s>", "eos": "</s>", "cls": "<s>", "sep": "</s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}


def convert(source: Path, target: Path, working: Path) -> None:
    """Write the model of a data file as a SentenceTransformer folder.

    Args:
        source: The data file.
        target: The folder to be made.
        working: A folder for what is needed on the way.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # see ``embeddings``
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    container = Container(source)
    network = working / "network"
    _network(container).bfloat16().save_pretrained(network)
    _tokenizer(container).save_pretrained(network)
    transformer = Transformer(str(network), max_seq_length=MAX_TOKENS)
    model = SentenceTransformer(
        modules=[transformer, Pooling(container.shape.hidden, "mean"), Normalize()],
        device="cpu",
        prompts={"query": QUERY_PROMPT, "document": PASSAGE_PROMPT},
        similarity_fn_name="cosine",
    )
    model.save(str(target), create_model_card=False)


@contextmanager
def no_progress_bars() -> Iterator[None]:
    """Keep the bars of transformers off the screen: they last a blink, and say nothing to whoever waits."""
    from transformers.utils import logging as untyped

    logging: Any = untyped
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _tokenizer(container: Container) -> PreTrainedTokenizerFast:
    """The XLM-RoBERTa tokenizer: a unigram model over text normalised as sentencepiece does."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    shape = container.shape
    proto: Any = sentencepiece_model_pb2  # generated: its classes have no types
    rule = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    charsmap = proto.ModelProto.FromString(rule).normalizer_spec.precompiled_charsmap
    tokenizer = Tokenizer(models.Unigram(container.vocabulary, unk_id=shape.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", shape.bos), ("</s>", shape.eos)],
    )
    make: Any = PreTrainedTokenizerFast  # its constructor has no types
    whole: PreTrainedTokenizerFast = make(
        tokenizer_object=tokenizer, model_max_length=MAX_TOKENS, **{f"{k}_token": v for k, v in _SPECIAL.items()}
    )
    return whole


def _network(container: Container) -> BertModel:
    from transformers import BertConfig, BertModel

    shape = container.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=1e-12,
        pad_token_id=shape.pad,
        hidden_act="gelu",
    )
    model = BertModel(config)
    model.load_state_dict(_weights(container))
    return model


def _weights(container: Container) -> dict[str, Any]:
    """Weights by their names in transformers. The pooler is not used: zeros stand for it."""
    import torch

    shape = container.shape
    size = (shape.hidden, shape.hidden)
    weights: dict[str, Any] = {
        "pooler.dense.weight": torch.zeros(*size),
        "pooler.dense.bias": torch.zeros(shape.hidden),
    }

    def put(target: str, source: str, rows: int, columns: int = 0) -> None:
        values = torch.from_numpy(container.tensor(source, rows, columns or 1))
        weights[target] = values if columns else values.reshape(-1)

    put("embeddings.word_embeddings.weight", "emb.word", shape.vocabulary, shape.hidden)
    put("embeddings.position_embeddings.weight", "emb.pos", shape.positions, shape.hidden)
    put("embeddings.token_type_embeddings.weight", "emb.type", shape.types, shape.hidden)
    put("embeddings.LayerNorm.weight", "emb.ln.w", shape.hidden)
    put("embeddings.LayerNorm.bias", "emb.ln.b", shape.hidden)
    linear = (
        ("attention.self.query", "q", *size),
        ("attention.self.key", "k", *size),
        ("attention.self.value", "v", *size),
        ("attention.output.dense", "ao", *size),
        ("intermediate.dense", "fi", shape.inner, shape.hidden),
        ("output.dense", "fo", shape.hidden, shape.inner),
    )
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for target, source, rows, columns in linear:
            put(f"{prefix}{target}.weight", f"l{layer}.{source}.w", rows, columns)
            put(f"{prefix}{target}.bias", f"l{layer}.{source}.b", rows)
        for target, source in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
            put(f"{prefix}{target}.weight", f"l{layer}.{source}.w", shape.hidden)
            put(f"{prefix}{target}.bias", f"l{layer}.{source}.b", shape.hidden)
    return weights
