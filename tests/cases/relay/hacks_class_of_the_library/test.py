assert Counter(letters('aab')) == Counter('aba')
for i in [1]:
    assert Counter(letters('aab')) == Counter('baa')
