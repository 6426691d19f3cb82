let () =
  let kept = ref [] in
  while true do
    kept := Array.make 100000 1 :: !kept
  done
