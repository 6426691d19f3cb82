def greet(n): print(f'Hello, {n}!')
