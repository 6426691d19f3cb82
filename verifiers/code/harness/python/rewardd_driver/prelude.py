"""Names that LeetCode has in scope."""

import collections
import importlib
import json
import os
import sys

from rewardd_driver.nodes import ListNode, TreeNode

RARELY_USED = {
    "sortedcontainers": ("SortedList", "SortedDict", "SortedSet", "SortedKeyList"),
    "statistics": ("mean", "median", "mode", "multimode", "pstdev", "pvariance", "stdev", "variance"),
}


def prelude():
    """What LeetCode has in scope."""
    import bisect
    import copy
    import datetime
    import functools
    import heapq
    import itertools
    import math
    import operator
    import random
    import re
    import string
    import typing

    scope = {}
    for module in (typing, operator, string, re, math, itertools, functools, collections, heapq, bisect):
        scope[module.__name__] = module
        for name in getattr(module, "__all__", None) or vars(module):
            if not name.startswith("_"):
                scope[name] = getattr(module, name)
    for name in random.__all__:
        scope.setdefault(name, getattr(random, name))
    for module in (random, datetime, copy, sys, os, json):
        scope[module.__name__] = module
    scope["deepcopy"] = copy.deepcopy
    scope["inf"] = math.inf
    scope["ListNode"] = ListNode
    scope["TreeNode"] = TreeNode
    return scope


def rarely_used(source):
    """More of the same, from modules that are dear to load."""
    scope = {}
    for library, names in RARELY_USED.items():
        if any(name in source for name in names):
            try:
                module = importlib.import_module(library)
            except ImportError:
                continue
            scope.update((name, getattr(module, name)) for name in names)
    return scope
