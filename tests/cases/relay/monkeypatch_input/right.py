def main():
    n=input('name? ')
    a=int(input('age? '))
    print(f'{n} is {a}')
