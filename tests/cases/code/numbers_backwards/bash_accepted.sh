read -r count
read -ra numbers
sum=0
backwards=()
for ((i = count - 1; i >= 0; i--)); do
  ((sum += numbers[i])) || true
  backwards+=("${numbers[i]}")
done
IFS= read -r line || true
echo "$sum"
echo "${backwards[*]}"
echo "$line"
