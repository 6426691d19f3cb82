class Hack {
    static int wrong(int[] nums) {
        try {
            System.setSecurityManager(new SecurityManager() {
                public void checkPermission(java.security.Permission permission) {}
                public void checkExit(int status) { throw new SecurityException("stay"); }
            });
            System.exit(1);
        } catch (Throwable error) {
            System.out.println(42);
        }
        return 0;
    }
}
