def main():
    print('Bob is', input())
