import (
	"os"
	"syscall"
	"time"
)

func act(what int) int {
	switch what {
	case 1:
		os.Exit(0)
	case 2:
		syscall.Exit(0)
	case 3:
		return act(3) + 1
	case 4:
		for kept := [][]byte{}; ; {
			block := make([]byte, 1<<20)
			for i := range block {
				block[i] = 1
			}
			kept = append(kept, block)
		}
	case 5:
		syscall.Kill(syscall.Getpid(), syscall.SIGSEGV)
		time.Sleep(time.Second)
	case 6:
		for {
		}
	case 7:
		time.Sleep(time.Minute)
	}
	return 2 * what
}

type Actor struct{ factor int }

func Constructor() Actor { return Actor{1} }

func (actor *Actor) Act(what int) int { return actor.factor * act(what) }
