package tales

import (
	"testing"

	"preflab/core/world/worldtest"
)

func TestWorld(t *testing.T) { worldtest.Run(t, World{}) }
