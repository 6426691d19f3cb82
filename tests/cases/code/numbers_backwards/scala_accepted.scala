import scala.io.StdIn

object Main extends App {
  StdIn.readLine()
  val numbers = StdIn.readLine().trim.split(" ").map(_.toLong)
  println(numbers.sum)
  println(numbers.reverse.mkString(" "))
  println(Option(StdIn.readLine()).getOrElse(""))
}
