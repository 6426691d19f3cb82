let () =
  let _ = input_line stdin in
  let numbers = List.map int_of_string (String.split_on_char ' ' (String.trim (input_line stdin))) in
  Printf.printf "%d\n" (List.fold_left ( + ) 0 numbers);
  print_endline (String.concat " " (List.rev_map string_of_int numbers));
  print_endline (try input_line stdin with End_of_file -> "")
