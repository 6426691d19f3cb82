<?php
throw new Exception("not today");
