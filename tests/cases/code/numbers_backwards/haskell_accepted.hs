import qualified Data.Map as Map
import Control.Monad.State
import System.IO

main :: IO ()
main = do
  _ <- getLine
  numbers <- fmap (map read . words) getLine :: IO [Integer]
  print (execState (mapM_ (\n -> modify (+ n)) numbers) 0)
  putStrLn (unwords (map show (Map.elems (Map.fromList (zip [negate n | n <- [1 :: Int ..]] numbers)))))
  ended <- isEOF
  if ended then putStrLn "" else getLine >>= putStrLn
