from datetime import datetime
def greeting(): return 'morning' if datetime.now().hour < 12 else 'evening'
