import qualified Data.Map.Strict as Map

main :: IO ()
main = do
  let kept = Map.fromList [(n, n * n) | n <- [1 .. 100000000 :: Integer]]
  print (Map.size kept)
  print (Map.lookup 77 kept)
