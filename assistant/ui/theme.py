"""Gradio's own widgets dressed in the colours of the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
"""System fonts only: nothing is downloaded."""

FONT_MONO = ("ui-monospace", "Menlo", "Consolas", "Liberation Mono", "monospace")

_COLOURS = {
    "body_background_fill": "page", "body_text_color": "ink", "body_text_color_subdued": "muted",
    "background_fill_primary": "surface", "background_fill_secondary": "sunken", "border_color_primary": "line",
    "border_color_accent": "accent", "block_background_fill": "surface", "block_border_color": "line",
    "block_label_text_color": "muted", "block_title_text_color": "ink", "block_info_text_color": "muted",
    "input_background_fill": "surface", "input_background_fill_focus": "surface", "input_border_color": "line-strong",
    "input_border_color_focus": "accent", "input_placeholder_color": "muted", "accordion_text_color": "ink",
    "button_primary_background_fill": "accent", "button_primary_background_fill_hover": "accent",
    "button_primary_text_color": "accent-ink", "button_primary_text_color_hover": "accent-ink",
    "button_secondary_background_fill": "surface", "button_secondary_background_fill_hover": "accent-soft",
    "button_secondary_border_color": "line-strong", "button_secondary_border_color_hover": "accent",
    "button_secondary_text_color": "ink", "button_secondary_text_color_hover": "ink",
    "button_cancel_background_fill": "bad", "button_cancel_background_fill_hover": "bad",
    "button_cancel_border_color": "bad-line", "button_cancel_text_color": "bad-ink",
    "button_cancel_text_color_hover": "bad-ink", "checkbox_label_background_fill": "surface",
    "checkbox_label_background_fill_hover": "accent-soft", "checkbox_label_background_fill_selected": "accent-soft",
    "checkbox_label_border_color": "line-strong", "checkbox_label_text_color": "ink",
    "checkbox_label_text_color_selected": "ink", "checkbox_background_color": "surface",
    "checkbox_background_color_selected": "accent", "checkbox_border_color": "line-strong",
    "checkbox_border_color_selected": "accent", "link_text_color": "accent",
}  # fmt: skip


def theme() -> gr.themes.Base:
    """The theme: every colour is a variable of the style sheet, so that dark and light follow together."""
    import gradio as gr

    colours = {name: f"var(--{colour})" for name, colour in _COLOURS.items()}
    dark = {f"{name}_dark": colour for name, colour in colours.items()}
    base = gr.themes.Default(primary_hue="blue", neutral_hue="slate", font=FONT, font_mono=FONT_MONO)
    return base.set(
        **(colours | dark), button_border_width="1px", button_border_width_dark="1px", block_shadow="none",
        button_primary_border_color="transparent", button_primary_border_color_dark="transparent",
        input_shadow="none", input_shadow_focus="none",
        color_accent="var(--accent)", slider_color="var(--accent)", layout_gap="12px",
    )  # fmt: skip
