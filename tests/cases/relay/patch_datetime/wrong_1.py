from datetime import datetime
def greeting(): return 'morning'
