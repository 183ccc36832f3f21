from benchmarks import tables


def test_no_table_is_stale():
    assert tables.stale() == []


def test_a_changed_figure_is_stale(monkeypatch, tmp_path):
    for path in tables.RESULTS.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace('"peak_memory_mb": ', '"peak_memory_mb": 9'), encoding="utf-8")
    monkeypatch.setattr(tables, "RESULTS", tmp_path)
    assert "README.md" in tables.stale()


def test_every_setting_is_listed():
    table = tables.settings()
    for name in tables.Settings.model_fields:
        assert f"TRALUAT_{name.upper()}" in table
