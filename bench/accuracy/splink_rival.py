"""Splink 5 on DuckDB in clear text, as good as we could make it: spoken input, term frequencies, m from labelled pairs."""

import logging
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

logging.getLogger("splink").setLevel(logging.ERROR)


def _name(column: str, coarse: str, other: str, short: str, other_short: str) -> cl.CustomComparison:
    """Levels of one name: exact, coarse, found in the other place, nearly the same, only the initial; frequencies where Splink can."""
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.CustomLevel(f"{column}_l IS NULL OR {column}_r IS NULL").configure(is_null_level=True),
            cll.CustomLevel(f"{column}_l = {column}_r AND NOT {short}_l").configure(
                tf_adjustment_column=column, tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True
            ),
            cll.CustomLevel(f"{coarse}_l = {coarse}_r AND NOT {short}_l").configure(
                tf_adjustment_column=coarse, tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True
            ),
            cll.CustomLevel(f"{coarse}_l = {other}_r AND NOT {short}_l"),
            cll.CustomLevel(f"{other}_l = {coarse}_r AND NOT {other_short}_l"),
            cll.CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.9"),
            cll.CustomLevel(f"({short}_l OR {short}_r) AND {column}_l[1] = {column}_r[1]"),
            cll.CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.8"),
            cll.ElseLevel(),
        ],
    )


def _parent(column: str, coarse: str) -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.CustomLevel(f"{column}_l IS NULL OR {column}_r IS NULL").configure(is_null_level=True),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.ExactMatchLevel(coarse, term_frequency_adjustments=True),
            cll.CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.9"),
            cll.CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.8"),
            cll.ElseLevel(),
        ],
    )


def settings() -> SettingsCreator:
    """The model, untrained."""
    born = [cll.CustomLevel("born_l IS NULL OR born_r IS NULL").configure(is_null_level=True)]
    born += [cll.CustomLevel(f"abs(born_l - born_r) <= {years}") for years in (1, 3, 5, 8)]
    home = [
        cll.CustomLevel("state_l IS NULL OR state_r IS NULL").configure(is_null_level=True),
        cll.ExactMatchLevel("district", term_frequency_adjustments=True),
        cll.CustomLevel("(district_l IS NULL OR district_r IS NULL) AND state_l = state_r").configure(
            tf_adjustment_column="state", tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True
        ),
        cll.ExactMatchLevel("state", term_frequency_adjustments=True),
        cll.ElseLevel(),
    ]
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        retain_matching_columns=False,
        comparisons=[
            _name("n1", "c1", "c2", "i1", "i2"),
            _name("n2", "c2", "c1", "i2", "i1"),
            _parent("f1", "fc"),
            _parent("m1", "mc"),
            cl.CustomComparison([*born, cll.ElseLevel()], output_column_name="born"),
            cl.ExactMatch("sex"),
            cl.CustomComparison(home, output_column_name="home"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("c1", "c2"),
            CustomRule("l.c1 = r.c2 and l.c2 = r.c1"),
            block_on("c1", "district"),
            CustomRule("l.c1 = r.c2 and l.district = r.district"),
            block_on("c1", "fc"),
            block_on("c1", "mc"),
            block_on("fc", "mc"),
            block_on("c1", "state", "born5"),
            block_on("c2", "district", "born5"),
            block_on("fc", "district"),
            block_on("mc", "district"),
        ],
    )


def trained(first: str, second: str, connection: duckdb.DuckDBPyConnection, model: Path, pairs: float) -> None:
    """Learn u from random pairs and m from the labels (column ``truth``) of two training tables."""
    linker = _linker(first, second, connection, settings())
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=1)
    linker.training.estimate_m_from_label_column("truth")
    linker.misc.save_model_to_json(str(model), overwrite=True)


def scored(first: str, second: str, connection: duckdb.DuckDBPyConnection, model: Path, least: float) -> str:
    """The name of a table of scored pairs above a match weight: columns match_weight, id_l, id_r."""
    linker = _linker(first, second, connection, str(model))
    return linker.inference.predict(threshold_match_weight=least).physical_name


def _linker(first: str, second: str, connection: duckdb.DuckDBPyConnection, model: SettingsCreator | str) -> Linker:
    api = DuckDBAPI(connection)
    return Linker([api.register(name, dataset_display_name=name) for name in (first, second)], model, log_level=None)
