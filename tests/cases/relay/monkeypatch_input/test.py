def test(monkeypatch, capsys):
    from solution import main
    answers = iter(["Bob", "42"])
    monkeypatch.setattr('builtins.input', lambda prompt="": next(answers))
    main()
    assert "Bob is 42" in capsys.readouterr().out
